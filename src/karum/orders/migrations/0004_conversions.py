"""Deals of the hub with its bank between two currencies."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_escrow'),
    ]

    operations = [
        migrations.CreateModel(
            name='FxConversion',
            fields=[
                ('pk', models.CompositePrimaryKey('seller_id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('seller_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('sold', models.CharField(max_length=3)),
                ('bought', models.CharField(max_length=3)),
                ('sold_minor', models.BigIntegerField()),
                ('bought_minor', models.BigIntegerField()),
                ('cost_minor', models.BigIntegerField()),
            ],
            options={
                'db_table': 'orders_conversion',
                'indexes': [models.Index(fields=['sold', 'bought'], name='conversion_by_pair')],
                'constraints': [models.CheckConstraint(condition=models.Q(('bought_minor__gt', 0), ('cost_minor__gte', 0), ('sold_minor__gt', 0)), name='conversion_positive')],
            },
        ),
    ]
