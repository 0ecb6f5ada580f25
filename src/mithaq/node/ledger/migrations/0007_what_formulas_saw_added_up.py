"""What formulas saw, added up: filled from what was seen of each matter before."""

from itertools import islice

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import ExtractMonth

AT_ONCE = 1000


def fill(apps, schema_editor):
    """Each instant for itself: what has not come yet is not counted with what has."""
    seen = apps.get_model("ledger", "Seen").objects.annotate(month=ExtractMonth("at")).order_by()
    total = apps.get_model("ledger", "Total")
    alike = ("kind", "indicator", "by", "toward", "about", "value", "year", "at")
    told = seen.values_list(*alike, "month").annotate(times=Sum("number")).iterator(AT_ONCE)
    rows = (
        total(**dict(zip(alike, of)), half=1 if month <= 6 else 2, number=number)
        for *of, month, number in told
    )
    while some := list(islice(rows, AT_ONCE)):
        total.objects.bulk_create(some)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_what_formulas_saw'),
    ]

    operations = [
        migrations.CreateModel(
            name='Total',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64, verbose_name='kind')),
                ('indicator', models.CharField(max_length=64, verbose_name='indicator')),
                ('by', models.CharField(blank=True, max_length=16, verbose_name='of whom')),
                ('toward', models.CharField(blank=True, max_length=16, verbose_name='toward whom')),
                ('about', models.CharField(blank=True, max_length=64, verbose_name='what it is about')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('half', models.PositiveSmallIntegerField(verbose_name='half of the year')),
                ('at', models.DateTimeField(verbose_name='counts from')),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('number', models.IntegerField(verbose_name='how many times more, or fewer')),
            ],
            options={
                'verbose_name': 'what formulas saw, added up',
                'verbose_name_plural': 'what formulas saw, added up',
                'ordering': ('year', 'half', 'indicator', 'pk'),
                'indexes': [models.Index(fields=['year', 'indicator', 'kind'], name='total_of_year')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
