"""Posting in one call (sql/post.sql)."""

from pathlib import Path

from django.db import migrations

POST = Path(__file__).parent.parent / "sql" / "post.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_blocks")]
    operations = [migrations.RunSQL(POST.read_text(), migrations.RunSQL.noop)]
