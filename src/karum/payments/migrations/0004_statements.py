from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Payouts from before: their money went straight to the bank's account in the ledger."""
    Payout = apps.get_model("payments", "Payout")
    for row in Payout.objects.select_related("run").iterator():
        row.in_transit, row.left_at = False, row.run.made_at
        if row.run.state == "confirmed":
            row.state, row.settled_at = "confirmed", row.run.confirmed_at
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0003_provider_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=40)),
                ('currency', models.CharField(max_length=3)),
                ('day', models.DateField()),
                ('closing', models.BooleanField()),
                ('amount_minor', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='BankEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('account', models.CharField(max_length=40)),
                ('entry_id', models.CharField(max_length=60)),
                ('booked', models.DateField()),
                ('valued', models.DateField()),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('name', models.CharField(blank=True, max_length=140)),
                ('counterparty', models.CharField(blank=True, max_length=40)),
                ('remittance', models.CharField(blank=True, max_length=500)),
                ('end_to_end', models.CharField(blank=True, max_length=35)),
                ('return_reason', models.CharField(blank=True, max_length=35)),
                ('state', models.CharField(max_length=10)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('target', models.CharField(blank=True, max_length=120)),
                ('why', models.CharField(blank=True, max_length=30)),
                ('in_ledger', models.BooleanField(default=False)),
                ('in_suspense', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=10)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('loaded_at', models.DateTimeField()),
                ('fresh', models.IntegerField(default=0)),
                ('repeated', models.IntegerField(default=0)),
                ('broken', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='SellerTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seller_id', models.BigIntegerField()),
                ('tier', models.CharField(max_length=20)),
                ('note', models.CharField(max_length=1000)),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='payout',
            name='in_transit',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='payout',
            name='left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payout',
            name='reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='payout',
            name='settled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payout',
            name='state',
            field=models.CharField(default='open', max_length=10),
        ),
        migrations.AddField(
            model_name='payoutrun',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payoutrun',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payoutrun',
            name='cancelled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'confirmed', 'returned', 'cancelled'])), name='payout_state_known'),
        ),
        migrations.AddConstraint(
            model_name='payoutrun',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('made_by')), _negated=True), ('made_by__isnull', True), _connector='OR'), name='payout_run_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='payoutrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='payout_run_approved_by_somebody'),
        ),
        migrations.AddField(
            model_name='bankentry',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankfile',
            name='loaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankentry',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.bankfile'),
        ),
        migrations.AddField(
            model_name='bankbalance',
            name='file',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='payments.bankfile'),
        ),
        migrations.AddField(
            model_name='sellertier',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=models.Index(condition=models.Q(('state', 'matched'), _negated=True), fields=['booked'], name='bank_entry_open'),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=models.Index(fields=['currency', 'booked'], name='bank_entry_by_day'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.UniqueConstraint(fields=('account', 'entry_id'), name='bank_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='bank_entry_moves'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['matched', 'open', 'send_back', 'kept'])), name='bank_entry_state_known'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('in_suspense', False), models.Q(('amount_minor__gt', 0), ('in_ledger', True)), _connector='OR'), name='bank_entry_suspense_came_in'),
        ),
        migrations.AddConstraint(
            model_name='bankbalance',
            constraint=models.UniqueConstraint(fields=('account', 'currency', 'day', 'closing'), name='bank_balance_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='sellertier',
            index=models.Index(fields=['seller_id', '-id'], name='seller_tier_newest'),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
