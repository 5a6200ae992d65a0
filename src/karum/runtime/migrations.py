"""Brings the database's tables up to date."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_LOCK = 7_202_601  # an advisory lock: two programs that start on one database take turns


def missing() -> list[str]:
    """Names of the migrations that this program knows and the database has not got yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(say: Callable[[str], None]) -> None:
    """Apply what is missing, if anything."""
    if not missing():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        names = missing()
        if names:
            say(f"Bringing the database up to date: {len(names)} steps.")
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
