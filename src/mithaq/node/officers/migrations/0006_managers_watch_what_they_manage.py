"""Whoever manages training or assistance sees all of it, what a partner has just asked among it; an administrator may
narrow it.
"""

from django.db import migrations

WATCHES = (("training-manager", "training"), ("assistance-manager", "assistance"))


def watch(apps, schema_editor):
    for function, kind in WATCHES:
        apps.get_model("officers", "Watch").objects.get_or_create(function=function, kind=kind)


class Migration(migrations.Migration):
    dependencies = [("officers", "0005_who_observes")]
    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
