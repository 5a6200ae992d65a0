"""Lists as PostgreSQL's array literals.

psycopg picks a type by the values: lists of small numbers, of large ones and of none are different statements to the
server, and each is planned anew. A literal has the one type that the statement says, and is quicker to make. Where a
list says nothing at all, the literal is empty: unnest fills up with nulls.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID


def numbers(values: Iterable[int]) -> str:
    """``{1,-2}``"""
    return "{" + ",".join(map(str, values)) + "}"


def ids(values: Sequence[UUID | None]) -> str:
    if not any(values):
        return "{}"
    return "{" + ",".join(["NULL" if value is None else value.hex for value in values]) + "}"


def moments(values: Sequence[datetime | None]) -> str:
    """Moments that know their time zone."""
    if not any(values):
        return "{}"
    return "{" + ",".join(["NULL" if value is None else f'"{value.isoformat()}"' for value in values]) + "}"


def texts(values: Sequence[str]) -> str:
    """PostgreSQL stores no NUL, so it can part the texts here; one within a text is refused, as a row too many."""
    if not values:
        return "{}"
    return '{"' + "\0".join(values).replace("\\", r"\\").replace('"', r"\"").replace("\0", '","') + '"}'
