"""The database itself keeps what was said, and publishes nothing without consent (sql/guards.sql)."""

from pathlib import Path

from django.db import migrations

GUARDS = Path(__file__).parent.parent / "sql" / "guards.sql"


class Migration(migrations.Migration):
    dependencies = [("talk", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS.read_text(), migrations.RunSQL.noop)]
