from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_notes_by_kind")]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["name", "done_at", "due_at"], name="duties_by_name"),
        ),
    ]
