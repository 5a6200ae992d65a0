"""Hand-written SQL: named files in ``<package>/sql``, run as prepared statements on Django's connection."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]
Statement = Callable[[Mapping[str, Any]], list[Row]]


def statement(folder: Path, name: str) -> Statement:
    """Return a function that runs ``folder/name.sql`` with named parameters and returns its rows (empty if none)."""
    # The text is a file of the program, never a person's words.
    query = (folder / f"{name}.sql").read_text()

    def run(parameters: Mapping[str, Any]) -> list[Row]:
        connection.ensure_connection()
        if connection.queries_logged:  # tests count what a page asks the database
            connection.queries_log.append({"sql": query, "time": "0.000"})
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(query, parameters, prepare=True)
            return cursor.fetchall() if cursor.description else []

    return run
