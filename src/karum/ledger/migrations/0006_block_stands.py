"""Blocks are checked side by side (sql/block_stands.sql)."""

from pathlib import Path

from django.db import migrations

STANDS = Path(__file__).parent.parent / "sql" / "block_stands.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_post")]
    operations = [migrations.RunSQL(STANDS.read_text(), migrations.RunSQL.noop)]
