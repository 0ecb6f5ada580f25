"""Whoever works on content sees the joint plans: they name nobody; an administrator may narrow it later."""

from django.db import migrations

FUNCTIONS = (
    "liaison-officer", "fugitive-officer", "plan-coordinator", "group-chair", "group-secretary", "event-planner",
    "approver", "translator", "legal-adviser", "rights-reviewer", "dpo",
)  # fmt: skip


def watch(apps, schema_editor):
    for function in FUNCTIONS:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind="plan")


class Migration(migrations.Migration):
    dependencies = [("officers", "0002_duty_officers_watch_everything")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
