from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0010_payers'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['currency', 'amount_minor'], name='own_transfer_by_amount')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='own_transfer_moves'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['conversion', 'tax'])), name='own_transfer_kind_known'),
                ],
            },
        ),
    ]
