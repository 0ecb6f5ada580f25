"""What was found by exact look-up alone is looked up anew, in every script: bands and reasons are others."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('persons', '0002_what_partners_name_is_looked_up'),
    ]

    operations = [
        migrations.RunSQL(
            ['DELETE FROM persons_crossfinding', 'UPDATE persons_crosscheck SET done_at = NULL'],
            reverse_sql=['DELETE FROM persons_crossfinding', 'UPDATE persons_crosscheck SET done_at = NULL'],
        ),
    ]
