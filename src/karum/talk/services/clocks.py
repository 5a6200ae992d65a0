"""The shop's clock: who does not answer in time is reminded, once."""

from datetime import datetime

from django.db import transaction

from karum.talk.domain.terms import terms
from karum.talk.models import Conversation


@transaction.atomic
def remind(*, now: datetime, limit: int = 200) -> list[int]:
    """Conversations whose answer is due and whose shop was not reminded yet: mark them, return their ids."""
    late = Conversation.objects.filter(
        waiting_since__lt=now - terms().answer_time,
        reminded_at=None,
        frozen_at=None,
        confirmed_at__isnull=False,
    )
    ids = list(late.select_for_update(skip_locked=True).order_by("waiting_since").values_list("id", flat=True)[:limit])
    Conversation.objects.filter(id__in=ids).update(reminded_at=now)
    return ids
