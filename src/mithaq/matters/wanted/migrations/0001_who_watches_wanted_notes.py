"""Whoever searches, screens or advises on wanted persons sees every note; an administrator may narrow it."""

from django.db import migrations

FUNCTIONS = ("fugitive-officer", "legal-adviser", "rights-reviewer")


def watch(apps, schema_editor):
    for function in FUNCTIONS:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind="wanted")


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_coordinators_watch_the_plan")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
