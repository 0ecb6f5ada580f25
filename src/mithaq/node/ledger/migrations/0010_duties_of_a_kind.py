from django.db import migrations, models

OF_ITS_MATTER = """
UPDATE ledger_duty
SET kind = COALESCE((SELECT matter.kind FROM ledger_matter matter WHERE matter.id = ledger_duty.matter), '')
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_duties_by_name")]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="kind"),
        ),
        migrations.RunSQL(OF_ITS_MATTER, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="duty", name="duties_by_name"),
        migrations.AlterField(
            model_name="matter",
            name="waits_for",
            field=models.TextField(blank=True, verbose_name="waits for"),
        ),
    ]
