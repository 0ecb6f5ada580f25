"""Which chunks of files are needed, and by what."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_entries_logs_readings_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChunkUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chunk', models.CharField(max_length=64, verbose_name='chunk')),
                ('what', models.CharField(max_length=8, verbose_name='needed by')),
                ('holder', models.CharField(max_length=64, verbose_name='which one')),
                ('file', models.CharField(blank=True, max_length=32, verbose_name='file')),
                ('at', models.DateTimeField(verbose_name='since')),
            ],
            options={
                'verbose_name': 'chunk of a file',
                'verbose_name_plural': 'chunks of files',
                'indexes': [models.Index(fields=['what', 'holder'], name='chunks_of_holder'), models.Index(fields=['file'], name='chunks_of_file')],
                'constraints': [models.UniqueConstraint(fields=('chunk', 'what', 'holder'), name='one_use_each')],
            },
        ),
    ]
