"""Rows whose day has come, page by page: what cannot be done today does not stand in the way of the rest."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

PAGE = 500


def due_rows(rows: QuerySet[Any], order: Sequence[str], *more: str) -> Iterator[Any]:
    """The columns ``order`` and ``more`` of every row, in that order, which must be unique. Pages of 500.

    Rows may change while they are walked: each page begins after the last row of the one before.
    """
    rows = rows.order_by(*order)
    after = Q()
    while True:
        page = list(rows.filter(after).values_list(*order, *more, named=True)[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        after = _beyond(order, page[-1])


def _beyond(order: Sequence[str], last: Any) -> Q:
    """What sorts after ``last``."""
    found, same = Q(), Q()
    for name in order:
        value = getattr(last, name)
        found |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return found
