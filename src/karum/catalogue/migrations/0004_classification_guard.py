"""The database itself keeps what was confirmed as it was (sql/classification_guard.sql)."""

from pathlib import Path

from django.db import migrations

GUARD = Path(__file__).parent.parent / "sql" / "classification_guard.sql"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_classification")]
    operations = [migrations.RunSQL(GUARD.read_text(), migrations.RunSQL.noop)]
