"""Where the money of each order stands, what each step did with it, what is kept in reserve (sql/escrow.sql)."""

from pathlib import Path

from django.db import migrations, models

ESCROW = Path(__file__).parent.parent / "sql" / "escrow.sql"


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0002_guards'),
        ('ledger', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='MoneyStep',
            fields=[
                ('pk', models.CompositePrimaryKey('seller_id', 'order_key', 'step', 'event', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seller_id', models.BigIntegerField()),
                ('order_key', models.UUIDField()),
                ('step', models.SmallIntegerField()),
                ('event', models.CharField(max_length=15)),
                ('at', models.DateTimeField()),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('shipment', models.SmallIntegerField(null=True)),
                ('goods_minor', models.BigIntegerField()),
                ('shipping_minor', models.BigIntegerField()),
                ('duty_minor', models.BigIntegerField()),
                ('tax_minor', models.BigIntegerField()),
                ('fees_minor', models.BigIntegerField()),
                ('spread_minor', models.BigIntegerField(default=0)),
                ('payable_minor', models.BigIntegerField(default=0)),
                ('fee_minor', models.BigIntegerField(default=0)),
                ('reserve_minor', models.BigIntegerField(default=0)),
                ('netting_minor', models.BigIntegerField(default=0)),
                ('owed_minor', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Reserve',
            fields=[
                ('pk', models.CompositePrimaryKey('seller_id', 'order_key', 'step', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seller_id', models.BigIntegerField()),
                ('order_key', models.UUIDField()),
                ('step', models.SmallIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('amount_minor', models.BigIntegerField()),
                ('left_minor', models.BigIntegerField()),
                ('due_at', models.DateTimeField()),
                ('freed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='orderevent',
            name='order_event_action_known',
        ),
        migrations.AddField(
            model_name='order',
            name='escrow',
            field=models.CharField(db_default='authorised', max_length=15),
        ),
        migrations.AddField(
            model_name='order',
            name='left_s',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='stops',
            field=models.JSONField(db_default=[]),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('escrow__in', ['authorised', 'decided', 'disputed', 'held', 'partly_released', 'refunded', 'released', 'voided'])), name='order_escrow_known'),
        ),
        migrations.AddConstraint(
            model_name='orderevent',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['place', 'accept', 'cancel', 'confirm', 'deliver', 'expire', 'lapse', 'pay', 'refund', 'refund_rest', 'refuse', 'regain', 'release', 'ship', 'start_clock', 'stop_clock'])), name='order_event_action_known'),
        ),
        migrations.AddConstraint(
            model_name='moneystep',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['authorise', 'decide', 'dispute', 'free_reserve', 'pay', 'refund', 'refund_held', 'refund_rest', 'regain', 'release', 'release_part', 'return', 'return_rest', 'settle', 'void'])), name='money_step_event_known'),
        ),
        migrations.AddConstraint(
            model_name='moneystep',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('seller_id', 'order_key', 'reference', 'event'), name='money_step_once_by_reference'),
        ),
        migrations.AddIndex(
            model_name='reserve',
            index=models.Index(condition=models.Q(('left_minor__gt', 0)), fields=['due_at'], name='reserve_by_day'),
        ),
        migrations.AddConstraint(
            model_name='reserve',
            constraint=models.CheckConstraint(condition=models.Q(('left_minor__range', (0, models.F('amount_minor')))), name='reserve_within_amount'),
        ),
        migrations.RunSQL(ESCROW.read_text(), migrations.RunSQL.noop),
    ]
