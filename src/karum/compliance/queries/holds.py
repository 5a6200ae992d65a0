"""Which businesses wait for a decision, or were blocked by one."""

from collections.abc import Iterable

from django.db.models import Q

from karum.compliance.models import Case

_HOLDS = Q(subject="business", state__in=["open", "blocked"])
_STOPS = Q(subject="business") & (Q(state="blocked") | Q(state="open", band="strong"))


def may_trade(business_id: int) -> bool:
    """Whether the business may be paid out and publish: nothing about it waits for a decision, and none blocked it."""
    return not Case.objects.filter(_HOLDS, subject_id=business_id).exists()


def held(ids: Iterable[int]) -> frozenset[int]:
    """Those of the businesses that may not."""
    return _ids(Case.objects.filter(_HOLDS, subject_id__in=set(ids)).values_list("subject_id", flat=True))


def stopped(ids: Iterable[int]) -> frozenset[int]:
    """Those of the businesses that may not even sell: blocked, or so close to a listed name that all waits."""
    return _ids(Case.objects.filter(_STOPS, subject_id__in=set(ids)).values_list("subject_id", flat=True))


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(one for one in found if one is not None)
