"""Decide which orders can be placed. Pure: no database, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from karum.catalogue.domain import LockedOffer, quantity_problem, unit_price_minor
from karum.catalogue.domain import QuantityProblem as Problem
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.instalments import Instalment, Way


class Refusal(StrEnum):
    """Why an order was not placed. The value is stable: APIs send it."""

    UNKNOWN_OFFER = "unknown_offer"
    SHOP_CLOSED = "shop_closed"
    ON_HOLIDAY = "on_holiday"  # the seller is away and takes no orders meanwhile
    NOT_FOR_SALE = "not_for_sale"
    SOLD_OUT = "sold_out"
    QUANTITY = "quantity"
    PRICE_CHANGED = "price_changed"
    QUOTE_EXPIRED = "quote_expired"
    KEY_REUSED = "key_reused"
    PARTY_CHECK = "party_check"  # a person must look first at who buys: the checkout may be completed later
    PARTY_BLOCKED = "party_blocked"  # a person has looked, and it may not
    AT_DOOR = "at_door"  # the buyer has orders under way that are to be paid at the door, and did not pay them yet
    GROUP = "group"  # another order of the same checkout was refused, so this one was not placed either


_PROBLEMS = {
    Problem.PAUSED: Refusal.NOT_FOR_SALE,
    Problem.BELOW_MINIMUM: Refusal.QUANTITY,
    Problem.NOT_A_PACK: Refusal.QUANTITY,
    Problem.SOLD_OUT: Refusal.SOLD_OUT,
    Problem.TOO_MANY: Refusal.SOLD_OUT,
}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One offer of the order, with what is frozen of it. ``unit_minor``: in the seller's currency, for one unit."""

    offer_id: int
    quantity: int
    unit_minor: int
    title: str
    sku: str
    hs_code: str
    origin: str
    weight_g: int


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A wish to buy from one seller. ``key`` names it for ever; ``total_seen`` is what the buyer agreed to.

    ``quoted_until``: the prices were frozen by a quote and stand until then; None: they must be today's. ``facts`` is
    JSON text, frozen with the order: buyer, address, receipt, delivery promise. Orders with one ``group_key`` stand or
    fall together. ``later``: what is not paid at checkout, with ``balance_days`` to pay it once it is asked for.
    """

    key: UUID
    group_key: UUID
    seller_id: int
    buyer_id: int | None
    email: str
    destination: str
    language: str
    lines: tuple[RequestLine, ...]
    charge: Charge
    settlement: Settlement
    facts: str
    total_seen: Money
    quoted_until: datetime | None = None
    way: Way = Way.PREPAID
    later: Instalment | None = None
    balance_days: int = 0

    digest: bytes = field(init=False, compare=False)
    """16 bytes that tell this request from another one with the same key"""

    def __post_init__(self) -> None:
        lines = [(line.offer_id, line.quantity, line.unit_minor) for line in self.lines]
        said = (self.group_key.int, self.seller_id, self.email, lines, self.total_seen.minor, self.total_seen.currency)
        text = repr((*said, self.way.value, self.later.parts) if self.later else said)
        object.__setattr__(self, "digest", blake2b(text.encode(), digest_size=16).digest())

    @property
    def first(self) -> Money:
        """What is paid first: the deposit, or all of it."""
        balance = self.later.minor if self.later and self.way is Way.DEPOSIT else 0
        return self.total_seen - Money(balance, self.total_seen.currency)


@dataclass(frozen=True, slots=True)
class Placed:
    """The order stands. ``new`` is false when the same key was placed before."""

    request: OrderRequest
    new: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """The order was not placed. ``offer_id`` is the offer that it failed on, where one did."""

    request: OrderRequest
    reason: Refusal
    offer_id: int | None = None


Answer = Placed | Refused
Offers = Mapping[int, LockedOffer]


def decide(
    requests: Sequence[OrderRequest],
    offers: Offers,
    stored: Mapping[UUID, bytes],
    now: datetime,
    *,
    closed: Collection[int] = (),
    away: Collection[int] = (),
) -> list[Answer]:
    """Answer each request, in order; earlier requests take stock first.

    ``stored``: digests by key of known orders. ``closed``: sellers whose shop is off the hub.
    ``away``: those on holiday who take no orders meanwhile.
    """
    known = dict(stored)
    taken: dict[int, int] = {}
    answers: dict[int, Answer] = {}
    for indexes in _groups(requests):
        trial = _try(indexes, requests, offers, known, taken, now, closed, away)
        refused = any(isinstance(answer, Refused) for answer in trial.values())
        for index, answer in trial.items():
            request = requests[index]
            if isinstance(answer, Placed) and answer.new:
                if refused:
                    answers[index] = Refused(request, Refusal.GROUP)
                    continue
                known[request.key] = request.digest
                for line in request.lines:
                    taken[line.offer_id] = taken.get(line.offer_id, 0) + line.quantity
            answers[index] = answer
    return [answers[index] for index in range(len(requests))]


def _groups(requests: Sequence[OrderRequest]) -> Iterable[list[int]]:
    groups: dict[UUID, list[int]] = {}
    for index, request in enumerate(requests):
        groups.setdefault(request.group_key, []).append(index)
    return groups.values()


def _try(
    indexes: Sequence[int],
    requests: Sequence[OrderRequest],
    offers: Offers,
    known: Mapping[UUID, bytes],
    taken: Mapping[int, int],
    now: datetime,
    closed: Collection[int],
    away: Collection[int],
) -> dict[int, Answer]:
    """Answers of one group, as if all of it were placed."""
    found: dict[int, Answer] = {}
    seen: dict[UUID, bytes] = {}
    wanted: dict[int, int] = {}
    for index in indexes:
        request = requests[index]
        digest = known.get(request.key) or seen.get(request.key)
        if digest is not None:
            same = digest == request.digest
            found[index] = Placed(request, new=False) if same else Refused(request, Refusal.KEY_REUSED)
            continue
        if request.seller_id in closed:
            found[index] = Refused(request, Refusal.SHOP_CLOSED)
            continue
        if request.seller_id in away:
            found[index] = Refused(request, Refusal.ON_HOLIDAY)
            continue
        answer = _answer(request, offers, taken, wanted, now)
        if isinstance(answer, Placed):
            seen[request.key] = request.digest
        found[index] = answer
    return found


def _answer(
    request: OrderRequest, offers: Offers, taken: Mapping[int, int], wanted: dict[int, int], now: datetime
) -> Answer:
    if request.charge.total != request.total_seen:
        return Refused(request, Refusal.PRICE_CHANGED)
    if request.quoted_until is not None and request.quoted_until < now:
        return Refused(request, Refusal.QUOTE_EXPIRED)
    for line in request.lines:
        offer = offers.get(line.offer_id)
        if offer is None or offer.seller_id != request.seller_id:
            return Refused(request, Refusal.UNKNOWN_OFFER, line.offer_id)
        problem = quantity_problem(offer, line.quantity)
        if problem is not None:
            return Refused(request, _PROBLEMS[problem], line.offer_id)
        if request.quoted_until is None and unit_price_minor(offer, line.quantity) != line.unit_minor:
            return Refused(request, Refusal.PRICE_CHANGED, line.offer_id)
        if offer.currency != request.settlement.currency:
            return Refused(request, Refusal.PRICE_CHANGED, line.offer_id)
        wanted[line.offer_id] = wanted.get(line.offer_id, 0) + line.quantity
        if taken.get(line.offer_id, 0) + wanted[line.offer_id] > offer.available:
            return Refused(request, Refusal.SOLD_OUT, line.offer_id)
    return Placed(request)


def quantities(placed: Iterable[Placed]) -> dict[tuple[int, int], int]:
    """Units taken, by (seller_id, offer_id)."""
    total: dict[tuple[int, int], int] = {}
    for answer in placed:
        for line in answer.request.lines:
            name = (answer.request.seller_id, line.offer_id)
            total[name] = total.get(name, 0) + line.quantity
    return total
