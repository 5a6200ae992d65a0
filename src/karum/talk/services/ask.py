"""A buyer begins: a question about a product or to a shop, by a person or by a guest who confirms her address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from karum.orders.queries import OrderView
from karum.runtime import events
from karum.talk.domain.hints import hints
from karum.talk.domain.saying import Facts, NotSaid, Side, may_say
from karum.talk.domain.terms import terms
from karum.talk.events import ConfirmationAsked, MessageWritten
from karum.talk.models import Attachment, Conversation
from karum.talk.queries.conversations import is_blocked
from karum.talk.queries.pictures import path_of
from karum.talk.queries.tokens import asker_mark
from karum.talk.services.log import note
from karum.talk.services.pictures import Made
from karum.talk.services.say import add


@dataclass(frozen=True, slots=True)
class Product:
    """What a question is about."""

    id: int
    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Question:
    """A first message. ``person_id``: of who is signed in; a guest has none and confirms ``email`` by a letter."""

    key: UUID
    seller_id: int
    words: str
    language: str
    email: str
    name: str = ""
    country: str = ""
    person_id: int | None = None
    product: Product | None = None
    may_publish: bool = False


def ask(question: Question, pictures: Sequence[Made] = (), *, now: datetime) -> Conversation | NotSaid:
    """Begin a conversation; the same ``key`` again returns the one that is there."""
    try:
        return _ask(question, pictures, now)
    except IntegrityError:  # two at once: the other one was taken
        return Conversation.objects.get(key=question.key, seller_id=question.seller_id)


@transaction.atomic
def _ask(question: Question, pictures: Sequence[Made], now: datetime) -> Conversation | NotSaid:
    known = Conversation.objects.filter(key=question.key, seller_id=question.seller_id).first()
    if known is not None:
        return known
    mark, guest = asker_mark(question.email), question.person_id is None
    waiting = Conversation.objects.filter(asker=mark, confirmed_at=None).count() if guest else 0
    if waiting >= terms().unconfirmed_max:
        return NotSaid.TOO_MANY_LETTERS
    facts = Facts(True, False, is_blocked(question.seller_id, mark), 0)
    why_not = may_say(facts, hints(question.words), terms())
    if why_not is not None:
        return why_not
    product = question.product
    row = Conversation.objects.create(
        key=question.key,
        seller_id=question.seller_id,
        product_id=product.id if product else None,
        product_slug=product.slug if product else "",
        about=product.title if product else "",
        about_language=product.language if product else "",
        person_id=question.person_id,
        email=question.email,
        asker=mark,
        name=question.name,
        country=question.country,
        language=question.language,
        may_publish=question.may_publish and product is not None,
        opened_at=now,
        confirmed_at=None if guest else now,
        last_at=now,
        last_side=Side.ASKER,
    )
    note(row, "opened", Side.ASKER, question.person_id, now)
    add(row, Side.ASKER, question.words, question.language, pictures, question.person_id, now)
    if guest:
        events.publish(ConfirmationAsked(row.pk))
    return row


@transaction.atomic
def ask_about_order(order: OrderView, side: Side, *, now: datetime) -> Conversation:
    """The conversation about an order, which either side may begin; there is one. The order's address is confirmed."""
    row, new = Conversation.objects.get_or_create(
        seller_id=order.seller_id,
        order_key=order.key,
        defaults={
            "key": uuid4(),
            "person_id": order.buyer_id,
            "email": order.email,
            "asker": asker_mark(order.email),
            "name": order.buyer_name[:60],
            "country": order.destination,
            "language": order.language,
            "opened_at": now,
            "confirmed_at": now,
            "last_at": now,
            "last_side": side,
        },
    )
    if new:
        note(row, "opened", side, None, now)
    return row


@transaction.atomic
def confirm(conversation_id: int, *, now: datetime) -> bool:
    """The guest has shown that the address is hers: her question reaches the shop, and its clock begins. Once."""
    row = Conversation.objects.select_for_update().get(id=conversation_id)
    if row.confirmed_at is not None or now > row.opened_at + terms().confirm_time:
        return False
    row.confirmed_at = row.waiting_since = row.last_at = now
    row.seller_unread = True
    row.save()
    note(row, "confirmed", Side.ASKER, None, now)
    events.publish(MessageWritten(row.pk, row.steps))
    return True


def forget_unconfirmed(*, now: datetime) -> int:
    """Questions whose address nobody confirmed are forgotten, with their pictures; returns how many."""
    late = Conversation.objects.filter(confirmed_at=None, opened_at__lt=now - terms().confirm_time)
    ids = list(late.values_list("id", flat=True)[:1_000])
    keys = list(Attachment.objects.filter(message__conversation_id__in=ids).values_list("key", flat=True))
    with transaction.atomic():
        Conversation.objects.filter(id__in=ids, confirmed_at=None).delete()
        transaction.on_commit(lambda: _forget_files(keys))
    return len(ids)


def _forget_files(keys: Sequence[UUID]) -> None:
    for key in keys:
        path_of(key).unlink(missing_ok=True)


def forget_asker(person_id: int) -> None:
    """Somebody closed her account: her name and address leave her conversations; the mark that blocks her stays."""
    Conversation.objects.filter(person_id=person_id).update(person_id=None, email="", name="")
