"""Whoever drafts, translates or signs sees instruments and communiqués; an administrator may narrow it."""

from django.db import migrations

FUNCTIONS = ("legal-adviser", "translator", "plan-coordinator", "head-of-service", "approver")
KINDS = ("instrument", "communique")


def watch(apps, schema_editor):
    for kind in KINDS:
        for function in FUNCTIONS:
            apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind=kind)


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_national_notes"), ("officers", "0003_coordinators_watch_the_plan")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
