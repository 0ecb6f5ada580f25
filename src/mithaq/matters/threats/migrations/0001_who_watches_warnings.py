"""Whoever works against terrorism sees every warning and every trend note; who reviews rights sees every warning."""

from django.db import migrations

WATCHES = (
    ("counter-terrorism-officer", "threat"),
    ("counter-terrorism-officer", "trend"),
    ("rights-reviewer", "threat"),
)


def watch(apps, schema_editor):
    for function, kind in WATCHES:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind=kind)


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_coordinators_watch_the_plan")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
