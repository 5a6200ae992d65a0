"""Holds that expire, a place for every transfer, and blocks over them (sql/blocks.sql)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q

BLOCKS = Path(__file__).parent.parent / "sql" / "blocks.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_more_accounts")]
    operations = [
        migrations.AddField("transfer", "expires_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "transfer",
            models.CheckConstraint(
                condition=Q(("expires_at__isnull", True), ("kind", "pending"), _connector="OR"),
                name="transfer_only_a_hold_expires",
            ),
        ),
        migrations.AddIndex("transfer", models.Index(fields=["seller_id", "at"], name="transfer_by_time")),
        migrations.CreateModel(
            "Expiry",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "seller_id", "hold_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seller_id", models.BigIntegerField()),
                ("hold_id", models.UUIDField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            "Block",
            [
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("first_seq", models.BigIntegerField()),
                ("last_seq", models.BigIntegerField(unique=True)),
                ("transfers", models.IntegerField()),
                ("previous", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("first_seq__gt", 0), ("last_seq__gte", F("first_seq")), ("transfers__gt", 0)),
                        name="block_is_a_stretch",
                    )
                ]
            },
        ),
        migrations.RunSQL(
            BLOCKS.read_text(),
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AddField("transfer", "seq", models.BigIntegerField(unique=True, editable=False, default=0), preserve_default=False)
            ],
        ),
    ]
