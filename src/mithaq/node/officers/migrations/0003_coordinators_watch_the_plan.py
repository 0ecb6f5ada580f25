"""Coordinators find the joint plans on their desk; an administrator may change it later."""

from django.db import migrations

FUNCTIONS = ("plan-coordinator",)


def watch(apps, schema_editor):
    for function in FUNCTIONS:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind="plan")


class Migration(migrations.Migration):
    dependencies = [("officers", "0002_duty_officers_watch_everything")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
