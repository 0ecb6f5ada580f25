"""Whoever plans or commands operations sees every register; liaison sees those it works on."""

from django.db import migrations

FUNCTIONS = ("operations-commander", "operations-planner")


def watch(apps, schema_editor):
    for function in FUNCTIONS:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind="deconfliction")


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_coordinators_watch_the_plan")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
