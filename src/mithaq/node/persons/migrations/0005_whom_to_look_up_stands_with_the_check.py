
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('persons', '0004_comparisons_and_likenesses'),
    ]

    operations = [
        migrations.AddField(
            model_name='crosscheck',
            name='named',
            field=models.BinaryField(default=b'', verbose_name='subjects'),
        ),
        migrations.AddIndex(
            model_name='crosscheck',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['id'], name='checks_waiting'),
        ),
    ]
