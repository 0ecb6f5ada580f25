"""The desk that never sleeps sees every matter; an administrator may narrow it later."""

from django.db import migrations


def watch(apps, schema_editor):
    apps.get_model("officers", "Watch").objects.get_or_create(
        function="duty-officer", kind="*"
    )


class Migration(migrations.Migration):
    dependencies = [("officers", "0001_officers_units_assignments")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
