"""The register and how lists come into it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('format', models.CharField(max_length=8, verbose_name='format')),
                ('source', models.CharField(blank=True, max_length=64, verbose_name='list')),
                ('officer', models.CharField(max_length=16, verbose_name='brought in by')),
                ('started_at', models.DateTimeField(verbose_name='begun')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('state', models.CharField(choices=[('running', 'under way'), ('done', 'finished'), ('stopped', 'stopped')], default='running', max_length=8, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=64, verbose_name='why it stopped')),
                ('facts', models.JSONField(default=dict)),
                ('lines_total', models.PositiveBigIntegerField(default=0, verbose_name='lines')),
                ('line', models.PositiveBigIntegerField(default=0, verbose_name='line reached')),
                ('position', models.PositiveBigIntegerField(default=0, verbose_name='records read')),
                ('added', models.PositiveBigIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveBigIntegerField(default=0, verbose_name='changed')),
                ('unchanged', models.PositiveBigIntegerField(default=0, verbose_name='unchanged')),
                ('refused', models.PositiveBigIntegerField(default=0, verbose_name='refused')),
                ('nameless', models.PositiveBigIntegerField(default=0, verbose_name='refused, and nobody knows which')),
                ('removed', models.PositiveBigIntegerField(default=0, verbose_name='taken off the list')),
                ('held', models.PositiveBigIntegerField(default=0, verbose_name='removals waiting for a decision')),
                ('hidden', models.PositiveBigIntegerField(default=0, verbose_name='hidden characters taken out')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['digest', 'format'], name='import_by_digest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('digest', 'format'), name='one_running_import_of_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=64, verbose_name='list')),
                ('source_id', models.CharField(max_length=128, verbose_name='record in the list')),
                ('list_ref', models.CharField(blank=True, max_length=64, verbose_name='reference')),
                ('sort', models.CharField(choices=[('person', 'person'), ('organisation', 'organisation')], default='person', max_length=12, verbose_name='sort')),
                ('category', models.CharField(blank=True, max_length=32, verbose_name='why on the list')),
                ('sex', models.CharField(default='U', max_length=1, verbose_name='sex')),
                ('nationalities', models.JSONField(default=list, verbose_name='nationalities')),
                ('content', models.CharField(max_length=64, verbose_name='digest of the record')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='taken off the list')),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='persons.importrun')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'persons',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='PersonBirth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edtf', models.CharField(max_length=24, verbose_name='date of birth')),
                ('first_year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='births', to='persons.person')),
            ],
            options={
                'verbose_name': 'date of birth',
                'verbose_name_plural': 'dates of birth',
                'ordering': ('person', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PersonDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32, verbose_name='kind')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('key', models.CharField(blank=True, db_index=True, max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='persons.person')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ('person', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='name')),
                ('sort', models.CharField(choices=[('primary', 'main name'), ('original', 'in the original script'), ('alias', 'alias'), ('weak', 'weak alias')], max_length=8, verbose_name='sort')),
                ('script', models.CharField(max_length=4, verbose_name='script')),
                ('key', models.CharField(db_index=True, max_length=600)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='persons.person')),
            ],
            options={
                'verbose_name': 'name',
                'verbose_name_plural': 'names',
                'ordering': ('person', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BadRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveBigIntegerField(verbose_name='line')),
                ('code', models.CharField(max_length=64, verbose_name='reason')),
                ('facts', models.JSONField(default=dict)),
                ('kept', models.BooleanField(default=False, verbose_name='the rest of the record was kept')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bad_rows', to='persons.importrun')),
            ],
            options={
                'verbose_name': 'bad row',
                'verbose_name_plural': 'bad rows',
                'ordering': ('run', 'line', 'id'),
                'indexes': [models.Index(fields=['run', 'line'], name='bad_row_by_line')],
            },
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('source', 'source_id'), name='person_once_a_list'),
        ),
    ]
