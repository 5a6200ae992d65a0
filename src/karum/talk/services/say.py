"""One side writes, the other side is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from karum.runtime import events
from karum.talk.domain.hints import hints
from karum.talk.domain.saying import Facts, NotSaid, Side, may_say
from karum.talk.domain.terms import terms
from karum.talk.events import MessageWritten
from karum.talk.models import Conversation, Message
from karum.talk.queries.conversations import is_blocked
from karum.talk.services import pictures as files
from karum.talk.services.pictures import Made


@transaction.atomic
def say(
    conversation_id: int,
    side: Side,
    words: str,
    language: str,
    pictures: Sequence[Made] = (),
    *,
    person_id: int | None,
    now: datetime,
    seen: int | None = None,
) -> Message | NotSaid:
    """Write a message of one side. The same words again, after the same last message (``seen``), are written once."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    last = row.messages.order_by("-step").first()
    if seen is not None and last is not None and last.step > seen:
        same = row.messages.filter(step__gt=seen, side=side, words=words.strip()).first()
        if same is not None:
            return same
    in_a_row = row.in_a_row if row.last_side == side else 0
    facts = Facts(
        row.confirmed_at is not None, row.frozen_at is not None, is_blocked(row.seller_id, row.asker), in_a_row
    )
    why_not = may_say(facts, hints(words), terms())
    return why_not if why_not is not None else add(row, side, words, language, pictures, person_id, now)


def add(
    row: Conversation,
    side: Side,
    words: str,
    language: str,
    pictures: Sequence[Made],
    person_id: int | None,
    now: datetime,
) -> Message:
    """Put a message that may be said behind the others, and tell the other side once the asker is confirmed."""
    row.in_a_row = row.in_a_row + 1 if row.last_side == side and row.steps else 1
    row.steps += 1
    row.last_at, row.last_side = now, side
    message = Message.objects.create(
        conversation=row,
        step=row.steps,
        side=side,
        person_id=person_id,
        language=language,
        words=words.strip(),
        hints=sorted(hints(words)),
        at=now,
    )
    files.keep(message, pictures)
    if side is Side.SELLER:
        if row.answered_after_s is None and row.waiting_since is not None:
            row.answered_after_s = max(0, int((now - row.waiting_since).total_seconds()))
        row.waiting_since = row.reminded_at = None
        row.asker_unread = True
        row.seller_unread = False
    else:
        row.waiting_since = row.waiting_since or now
        row.seller_unread = row.confirmed_at is not None
        row.asker_unread = False
    row.save()
    if row.confirmed_at is not None:
        events.publish(MessageWritten(row.pk, message.step))
    return message


def read_by(conversation_id: int, side: Side) -> None:
    """This side has opened the conversation."""
    field = "seller_unread" if side is Side.SELLER else "asker_unread"
    Conversation.objects.filter(id=conversation_id, **{field: True}).update(**{field: False})
