"""Whoever prepares, chairs, translates or approves meetings sees every series; an administrator may narrow it."""

from django.db import migrations

FUNCTIONS = ("protocol-officer", "plan-coordinator", "head-of-service", "translator", "approver")


def watch(apps, schema_editor):
    for function in FUNCTIONS:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind="meeting")


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_coordinators_watch_the_plan")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
