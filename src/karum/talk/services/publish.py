"""An answer that helps others is put on the product's page, if the asker allows it."""

from datetime import datetime

from django.db import transaction

from karum.talk.domain.saying import Side
from karum.talk.models import Conversation, PublicAnswer
from karum.talk.queries.conversations import TalkView
from karum.talk.services.log import note


@transaction.atomic
def publish(conversation_id: int, *, person_id: int, now: datetime) -> PublicAnswer | None:
    """Publish the last answered question, word for word and without a name; None where that may not be."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    talk = TalkView(row)
    if not talk.can_publish or talk.pair is None or row.product_id is None:
        return None
    question, answer = talk.pair
    _take_down(row, Side.SELLER, now)
    made = PublicAnswer.objects.create(
        conversation=row,
        seller_id=row.seller_id,
        product_id=row.product_id,
        question=question,
        answer=answer,
        published_at=now,
    )
    note(row, "published", Side.SELLER, person_id, now)
    return made


@transaction.atomic
def withdraw(conversation_id: int, *, person_id: int | None, now: datetime) -> bool:
    """Take the answer off the product's page."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    if not _take_down(row, Side.SELLER, now):
        return False
    note(row, "withdrew", Side.SELLER, person_id, now)
    return True


@transaction.atomic
def allow(conversation_id: int, may: bool, *, person_id: int | None, now: datetime) -> None:
    """The asker says whether her question may be shown; when she changes her mind it is taken down at once."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    if row.product_id is None or row.may_publish == may:
        return
    if not may:
        _take_down(row, Side.ASKER, now)
    row.may_publish = may
    row.save(update_fields=["may_publish"])
    note(row, "allowed" if may else "forbade", Side.ASKER, person_id, now)


def _take_down(row: Conversation, side: str, now: datetime) -> int:
    shown = PublicAnswer.objects.filter(conversation=row, withdrawn_at=None)
    return shown.update(withdrawn_at=now, withdrawn_by=side)
