"""The limits at the door are rows of Django's database cache; old ones are swept away."""

from django.db import connection


def forget_old_limits() -> int:
    """Delete counts that no longer limit anybody; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_limits WHERE expires < now()")
        return int(cursor.rowcount)
