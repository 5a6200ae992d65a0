"""Conversations for those whom they concern: the asker by her token, the shop, and the hub when they were reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from karum.orders.domain.numbers import order_number
from karum.orders.queries import OrderView
from karum.parties.queries import BusinessCard, Person, business, businesses
from karum.talk.domain.saying import Side
from karum.talk.domain.terms import terms
from karum.talk.models import Block, Conversation, Message, PublicAnswer, Report, TalkEvent
from karum.talk.queries.tokens import asker_mark, asker_token, read_asker_token

PAGE = 30


class Show(StrEnum):
    """What of the inbox."""

    WAITING = "waiting"
    ALL = "all"
    ORDERS = "orders"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class TalkView:
    """One conversation. What costs a query loads when asked."""

    row: Conversation

    @property
    def key(self) -> UUID:
        return self.row.key

    @property
    def token(self) -> str:
        """What the asker's own page is opened with; the shop never gets it."""
        return asker_token(self.row.key)

    @property
    def due_at(self) -> datetime | None:
        """By when the shop should answer; None while nothing waits for it."""
        return self.row.waiting_since + terms().answer_time if self.row.waiting_since else None

    @property
    def order_number(self) -> str:
        return order_number(self.row.order_key) if self.row.order_key else ""

    @cached_property
    def seller(self) -> BusinessCard:
        return business(self.row.seller_id)

    @cached_property
    def messages(self) -> list[Message]:
        """The oldest first, each with its pictures."""
        return list(self.row.messages.order_by("step").prefetch_related("pictures"))

    @cached_property
    def last(self) -> Message | None:
        return self.row.messages.order_by("-step").first()

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The sides that want to hear nothing more."""
        found = Block.objects.filter(seller_id=self.row.seller_id, asker=self.row.asker)
        return frozenset(found.values_list("side", flat=True))

    @cached_property
    def events(self) -> list[TalkEvent]:
        return list(self.row.events.order_by("id"))

    @cached_property
    def open_reports(self) -> list[Report]:
        return list(self.row.reports.filter(answered_at=None).order_by("id"))

    @cached_property
    def published(self) -> PublicAnswer | None:
        """The answer that everybody may read, if there is one."""
        return self.row.public.filter(withdrawn_at=None).order_by("-id").first()

    @property
    def pair(self) -> tuple[Message, Message] | None:
        """The last question that has an answer, and that answer: what can be published."""
        asked: Message | None = None
        found: tuple[Message, Message] | None = None
        for message in self.messages:
            if message.side == Side.ASKER:
                asked = message
            elif asked is not None:
                found = (asked, message)
        return found

    @property
    def can_publish(self) -> bool:
        """The asker allows it, there is an answer, it is about a product, and it was not published yet."""
        row = self.row
        fits = row.may_publish and row.product_id is not None and row.confirmed_at is not None
        if not fits or row.frozen_at is not None or self.pair is None:
            return False
        return not PublicAnswer.objects.filter(question=self.pair[0]).exists()


def access_talk_as_asker(token: str) -> TalkView:
    """The conversation behind an asker's token. Raises Http404 for a token that is none."""
    return _one(Conversation.objects.filter(key=read_asker_token(token)))


def access_talk_as_seller(seller_id: int, key: UUID) -> TalkView:
    """A confirmed conversation of this shop; ``parties.access_business`` checked who acts for it. Raises Http404."""
    return _one(_confirmed().filter(seller_id=seller_id, key=key))


def access_talk_as_operator(key: UUID) -> TalkView:
    """A conversation that somebody once reported; ``parties.access_operator`` checked the person. Raises Http404."""
    return _one(Conversation.objects.filter(key=key, reports__isnull=False).distinct())


def access_talk_of_order(order: OrderView) -> TalkView | None:
    """The conversation about an order that the caller got from one of the ``access_*``; None while there is none."""
    row = Conversation.objects.filter(seller_id=order.seller_id, order_key=order.key).first()
    return TalkView(row) if row else None


def inbox(seller_id: int, show: Show = Show.WAITING, *, page: int = 1) -> list[TalkView]:
    """A page of a shop's conversations: what waits by its clock, the longest first; everything else by its newest."""
    rows = _shown(seller_id, show)
    rows = rows.order_by("waiting_since", "id") if show is Show.WAITING else rows.order_by("-last_at", "-id")
    return [TalkView(row) for row in rows[(page - 1) * PAGE : page * PAGE]]


def inbox_counts(seller_id: int) -> dict[Show, int]:
    """How many conversations each part of the inbox has."""
    return {show: _shown(seller_id, show).count() for show in Show}


def unread(seller_id: int) -> int:
    """Conversations with something that nobody at the shop has read: the number beside the desk's tab."""
    return Conversation.objects.filter(seller_id=seller_id, seller_unread=True).count()


def mine(person: Person, *, limit: int = 100) -> list[TalkView]:
    """What a signed-in person asked, as a guest before too, the newest first, each with its shop."""
    as_guest = Q(asker=asker_mark(person.email), confirmed_at__isnull=False)
    rows = Conversation.objects.filter(Q(person_id=person.pk) | as_guest).order_by("-last_at")[:limit]
    return _with_sellers([TalkView(row) for row in rows])


def unread_of_person(person_id: int) -> int:
    """Conversations of a person with an answer that she has not read."""
    return Conversation.objects.filter(person_id=person_id, asker_unread=True).count()


def reported() -> list[TalkView]:
    """What was reported and nobody has looked at, the oldest first."""
    rows = Conversation.objects.annotate(open=Count("reports", filter=Q(reports__answered_at=None))).filter(open__gt=0)
    return _with_sellers([TalkView(row) for row in rows.order_by("id")])


def count_reported() -> int:
    """How many conversations wait for the hub."""
    return Report.objects.filter(answered_at=None).values("conversation_id").distinct().count()


def is_blocked(seller_id: int, asker: str) -> bool:
    """Whether one of the two sides wants to hear nothing more from the other."""
    return Block.objects.filter(seller_id=seller_id, asker=asker).exists()


def _confirmed() -> QuerySet[Conversation]:
    return Conversation.objects.exclude(confirmed_at=None)


def _shown(seller_id: int, show: Show) -> QuerySet[Conversation]:
    rows = _confirmed().filter(seller_id=seller_id)
    blocked = Block.objects.filter(seller_id=seller_id, side=Side.SELLER).values("asker")
    if show is Show.BLOCKED:
        return rows.filter(asker__in=blocked)
    if show is Show.WAITING:
        rows = rows.exclude(waiting_since=None)
    elif show is Show.ORDERS:
        rows = rows.exclude(order_key=None)
    return rows.exclude(asker__in=blocked)


def _with_sellers(views: Iterable[TalkView]) -> list[TalkView]:
    found = list(views)
    sellers = businesses({view.row.seller_id for view in found})
    for view in found:
        if view.row.seller_id in sellers:
            view.__dict__["seller"] = sellers[view.row.seller_id]  # fills the cached property with one query for all
    return found


def _one(rows: QuerySet[Conversation]) -> TalkView:
    row = rows.first()
    if row is None:
        raise Http404
    return TalkView(row)
