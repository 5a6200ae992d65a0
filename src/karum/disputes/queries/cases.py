"""Cases for those whom they concern: the buyer by her order's token, the seller by her business, the operators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from karum.disputes.domain.states import HUBS, ON_TERM, STEPS, Action, Kind, Outcome, Side, Stage, actions
from karum.disputes.domain.terms import Terms
from karum.disputes.models import Case, CaseEvent, Claim, Decision, Evidence, Exchange, Offer, Return
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.queries import OrderView

PAGE = 100


@dataclass(frozen=True, slots=True)
class OfferView:
    """What one side would settle for."""

    side: Side
    amount: Money
    goods_back: bool
    replacement: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventView:
    """One row of the log. ``file``: of a file that was put in."""

    step: int
    at: datetime
    action: str
    side: Side
    words: str
    facts: dict[str, Any]
    amount: Money | None
    file: Evidence | None


@dataclass(frozen=True)
class CaseView:
    """One case. What costs a query loads when asked."""

    row: Case

    @property
    def id(self) -> int:
        return int(self.row.pk)

    @property
    def key(self) -> UUID:
        return self.row.key

    @property
    def number(self) -> str:
        """The short name in letters and lists."""
        return f"C-{self.row.pk}"

    @property
    def kind(self) -> Kind:
        return Kind(self.row.kind)

    @property
    def stage(self) -> Stage:
        return Stage(self.row.stage)

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.row.outcome) if self.row.outcome else None

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None

    @property
    def steps(self) -> int:
        return self.row.steps

    @property
    def due_at(self) -> datetime | None:
        return self.row.due_at

    @property
    def opened_at(self) -> datetime:
        return self.row.opened_at

    @property
    def neutral(self) -> str:
        return self.row.neutral

    @property
    def terms(self) -> Terms:
        return Terms(**self.row.terms)

    @property
    def on_term(self) -> Action | None:
        """What happens by itself when the clock runs out."""
        found = ON_TERM.get(self.stage)
        return found[1] if found else None

    @property
    def step_of_three(self) -> int:
        """1, 2 or 3 in a dispute; 0 outside of one."""
        return next((number for number, stages in enumerate(STEPS, 1) if self.stage in stages), 0)

    @property
    def paid(self) -> Money:
        """What went back because of this case."""
        return Money(self.row.paid_minor, self.row.currency)

    @cached_property
    def order(self) -> OrderView:
        return orders.access_order_as_operator(self.row.seller_id, self.row.order_key)

    @cached_property
    def claim(self) -> Claim | None:
        return Claim.objects.filter(case_id=self.id).first()

    @cached_property
    def goods_back(self) -> Return | None:
        return Return.objects.filter(case_id=self.id).first()

    @cached_property
    def exchange(self) -> Exchange | None:
        return Exchange.objects.filter(case_id=self.id).first()

    @property
    def words(self) -> str:
        """What the buyer wrote when she opened it."""
        record = self.claim
        if record is not None:
            return record.words
        other = self.exchange or self.goods_back
        return other.reason if other else ""

    @property
    def asked(self) -> Money:
        """What the buyer asked for."""
        record = self.claim or self.exchange or self.goods_back
        return Money(record.amount_minor if record else 0, self.row.currency)

    @cached_property
    def standing(self) -> OfferView | None:
        """The offer that is carried out when both agree."""
        return _offer(self.row.standing, self.row.currency) if self.row.standing_id and self.row.standing else None

    @cached_property
    def decisions(self) -> list[tuple[Decision, Money]]:
        rows = Decision.objects.filter(case_id=self.id).order_by("number")
        return [(row, Money(row.amount_minor, self.row.currency)) for row in rows]

    @cached_property
    def files(self) -> list[Evidence]:
        return list(Evidence.objects.filter(case_id=self.id).order_by("id"))

    @cached_property
    def events(self) -> list[EventView]:
        """The log, from the beginning."""
        files = {str(one.key): one for one in self.files}
        rows = CaseEvent.objects.filter(case_id=self.id).order_by("step")
        return [_event(row, self.row.currency, files) for row in rows]

    def agreed(self, side: Side) -> bool:
        """Whether this side has agreed to the standing offer."""
        return self.row.buyer_agreed if side is Side.BUYER else self.row.seller_agreed

    def may(self, side: Side) -> tuple[Action, ...]:
        """What ``side`` may do now: only what would be done, were it pressed."""
        found = []
        for action in actions(self.stage, side):
            if action is Action.AGREE and (self.standing is None or self.agreed(side)):
                continue
            if action is Action.APPEAL and self.row.appealed_by:
                continue
            found.append(action)
        return tuple(found)


def access_case_as_buyer(token: str, key: UUID) -> CaseView:
    """A case about the order behind the buyer's token. Raises Http404 for any other."""
    order = orders.access_order_as_buyer(token)
    return _one(Case.objects.filter(seller_id=order.seller_id, order_key=order.key, key=key))


def access_case_as_seller(seller_id: int, key: UUID) -> CaseView:
    """A case about this seller; who acts for her was checked by ``parties.access_business``. Raises Http404."""
    return _one(Case.objects.filter(seller_id=seller_id, key=key))


def access_case_as_operator(key: UUID) -> CaseView:
    """Any case; that the person is an operator was checked by ``parties.access_operator``. Raises Http404."""
    return _one(Case.objects.filter(key=key))


def case_by_id(case_id: int) -> CaseView:
    """For the hub's own jobs. Raises Http404."""
    return _one(Case.objects.filter(id=case_id))


def cases_of_order(seller_id: int, order_key: UUID) -> list[CaseView]:
    """Every case about an order that the caller has access to, the newest first."""
    return _views(Case.objects.filter(seller_id=seller_id, order_key=order_key).order_by("-id"))


def cases_of_seller(seller_id: int, *, limit: int = PAGE) -> list[CaseView]:
    """A seller's cases: the open ones first, by their clocks; then those closed last."""
    rows = Case.objects.filter(seller_id=seller_id)
    running = rows.filter(closed_at=None).order_by("due_at")[:limit]
    return _views([*running, *rows.exclude(closed_at=None).order_by("-closed_at")[:limit]])


def open_of_seller(seller_id: int) -> int:
    """How many of a seller's cases are open."""
    return Case.objects.filter(seller_id=seller_id, closed_at=None).count()


def cases_for_hub() -> list[CaseView]:
    """What waits for a person of the hub, by its clock."""
    return _views(Case.objects.filter(stage__in=HUBS).order_by("due_at", "id"))


def other_cases(*, limit: int = PAGE) -> list[CaseView]:
    """Cases that run without the hub, and those closed lately."""
    rows = Case.objects.exclude(stage__in=HUBS)
    return _views(
        [
            *rows.filter(closed_at=None).order_by("due_at")[:limit],
            *rows.exclude(closed_at=None).order_by("-closed_at")[:20],
        ]
    )


def _one(rows: Any) -> CaseView:
    row = rows.select_related("standing").first()
    if row is None:
        raise Http404
    return CaseView(row)


def _views(rows: Iterable[Case]) -> list[CaseView]:
    return [CaseView(row) for row in rows]


def _offer(row: Offer, currency: str) -> OfferView:
    amount = Money(row.amount_minor, currency)
    return OfferView(Side(row.side), amount, row.goods_back, row.replacement, row.words, row.at)


def _event(row: CaseEvent, currency: str, files: dict[str, Evidence]) -> EventView:
    minor = row.facts.get("amount_minor")
    return EventView(
        row.step,
        row.at,
        row.action,
        Side(row.side),
        row.words,
        row.facts,
        Money(minor, currency) if minor else None,
        files.get(row.facts.get("file", "")),
    )
