"""The keys of national pieces move to the table of own keys, as they are: nothing is opened on the way."""

from django.db import migrations


def move(apps, schema_editor):
    own_key = apps.get_model("ledger", "OwnKey")
    for row in apps.get_model("national", "PieceKey").objects.all().iterator():
        own_key.objects.create(of=row.piece, wrapped=row.wrapped)


class Migration(migrations.Migration):
    dependencies = [("national", "0001_what_stays_at_home"), ("ledger", "0005_one_table_of_own_keys")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop), migrations.DeleteModel("PieceKey")]
