"""Either side may block the other or show the conversation to the hub, which may close it."""

from datetime import datetime

from django.db import transaction

from karum.talk.domain.saying import Reason, Side
from karum.talk.models import Block, Conversation, PublicAnswer, Report
from karum.talk.services.log import note


@transaction.atomic
def block(conversation_id: int, side: Side, *, person_id: int | None, now: datetime) -> None:
    """This side wants no more messages from the other one, in any conversation. What waits no longer waits."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    _block, new = Block.objects.get_or_create(seller_id=row.seller_id, asker=row.asker, side=side, defaults={"at": now})
    if new:
        Conversation.objects.filter(seller_id=row.seller_id, asker=row.asker).update(
            waiting_since=None, seller_unread=False
        )
        note(row, "blocked", side, person_id, now)


@transaction.atomic
def unblock(conversation_id: int, side: Side, *, person_id: int | None, now: datetime) -> None:
    """Undo ``block``."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    if Block.objects.filter(seller_id=row.seller_id, asker=row.asker, side=side).delete()[0]:
        note(row, "unblocked", side, person_id, now)


@transaction.atomic
def report(
    conversation_id: int, side: Side, reason: Reason, words: str, *, person_id: int | None, now: datetime
) -> Report:
    """Show the conversation to the hub. While one report of this side waits, another changes nothing."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    known = Report.objects.filter(conversation=row, side=side, answered_at=None).first()
    if known is not None:
        return known
    made = Report.objects.create(
        conversation=row, side=side, person_id=person_id, reason=reason, words=words.strip(), at=now
    )
    note(row, "reported", side, person_id, now, words=made.words, reason=reason)
    return made


@transaction.atomic
def dismiss(conversation_id: int, words: str, *, person_id: int, now: datetime) -> int:
    """The conversation keeps to the rules: answer the reports; return how many that were."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    answered = Report.objects.filter(conversation=row, answered_at=None).update(answered_at=now, answer="dismissed")
    if answered:
        note(row, "dismissed", "hub", person_id, now, words=words.strip())
    return answered


@transaction.atomic
def freeze(conversation_id: int, reason: Reason, words: str, *, person_id: int, now: datetime) -> None:
    """Nobody writes in it any more, and nothing of it is public. Both sides see why."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    Report.objects.filter(conversation=row, answered_at=None).update(answered_at=now, answer="froze")
    if row.frozen_at is None:
        row.frozen_at, row.frozen_for, row.waiting_since = now, reason, None
        row.save()
        PublicAnswer.objects.filter(conversation=row, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by="hub")
        note(row, "froze", "hub", person_id, now, words=words.strip(), reason=reason)


@transaction.atomic
def thaw(conversation_id: int, words: str, *, person_id: int, now: datetime) -> None:
    """Undo ``freeze``; what was public stays withdrawn."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    if row.frozen_at is not None:
        row.frozen_at, row.frozen_for = None, ""
        row.save()
        note(row, "thawed", "hub", person_id, now, words=words.strip())
