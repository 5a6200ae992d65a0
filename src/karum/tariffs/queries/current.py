"""Rows that applied on a day, as known now or at an earlier moment."""

from datetime import date, datetime

from django.db.models import Q


def standing(day: date, known: datetime | None = None) -> Q:
    """Return the condition on a recorded table; known: what the hub held for true at that moment, None is now."""
    applies = Q(valid_during__contains=day)
    if known is None:
        return applies & Q(recorded_during__upper_inf=True)
    return applies & Q(recorded_during__contains=known)
