"""The keys of drafts become the keys of whatever is ours alone, national pieces too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_matters_by_action")]

    operations = [
        migrations.RenameModel("DraftKey", "OwnKey"),
        migrations.RenameField("OwnKey", "draft", "of"),
        migrations.AlterModelOptions(
            "OwnKey",
            {"verbose_name": "key of an own text", "verbose_name_plural": "keys of own texts"},
        ),
    ]
