"""The table of Django's cache: what the limits at the door are counted in, for all web processes together.

Unlogged: it may be empty after a crash, and costs no write-ahead log. Its columns are those of
``django.core.cache.backends.db``.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE parties_limits (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX parties_limits_expires ON parties_limits (expires);
            """,
            "DROP TABLE parties_limits;",
        )
    ]
