import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('loaded_at', models.DateTimeField()),
                ('broken', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='EuroRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('currency', models.CharField(max_length=3)),
                ('rate', models.DecimalField(decimal_places=8, max_digits=20)),
                ('place', models.CharField(max_length=60)),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='payments.ratefile')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('day', 'currency'), name='euro_rate_once_a_day'),
                    models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='euro_rate_positive'),
                ],
            },
        ),
    ]
