"""Orders that are shipped in parts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_conversions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('pk', models.CompositePrimaryKey('seller_id', 'order_key', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seller_id', models.BigIntegerField()),
                ('order_key', models.UUIDField()),
                ('number', models.SmallIntegerField()),
                ('units', models.JSONField()),
                ('worth_minor', models.BigIntegerField()),
                ('parcels', models.JSONField()),
                ('shipped_at', models.DateTimeField()),
                ('delivered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('left_s', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='orderevent',
            name='order_event_action_known',
        ),
        migrations.AddField(
            model_name='orderline',
            name='shipped',
            field=models.IntegerField(db_default=0),
        ),
        migrations.AddConstraint(
            model_name='orderevent',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['place', 'accept', 'cancel', 'confirm', 'confirm_part', 'deliver', 'deliver_part', 'expire', 'lapse', 'pay', 'refund', 'refund_rest', 'refuse', 'regain', 'release', 'release_part', 'ship', 'ship_part', 'start_clock', 'stop_clock'])), name='order_event_action_known'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('shipped__range', (0, models.F('quantity')))), name='order_line_shipped_within'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='shipment_by_term'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=models.Q(('worth_minor__gte', 0)), name='shipment_worth_not_negative'),
        ),
        migrations.RunSQL(
            "UPDATE orders_orderline AS l SET shipped = l.quantity FROM orders_order AS o WHERE o.seller_id = l.seller_id "
            "AND o.key = l.order_key AND o.state IN ('shipped', 'delivered', 'completed', 'refunded')",
            migrations.RunSQL.noop,
        ),
    ]
