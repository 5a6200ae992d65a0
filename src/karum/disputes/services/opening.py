"""A buyer opens a case about her order: a return, an exchange or a claim."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from karum.disputes.domain.opening import NotOpened, may_open
from karum.disputes.domain.states import FIRST, OPENED, Kind, Problem, Side, Wanted
from karum.disputes.domain.terms import terms
from karum.disputes.models import Case, Claim, Exchange, Offer, Return
from karum.disputes.queries.orders import facts_of, variants_for
from karum.disputes.services.log import note
from karum.disputes.services.outcome import move, why_of
from karum.money import Money
from karum.orders import services as orders_writes
from karum.orders.queries import OrderView


def open_return(
    order: OrderView, key: UUID, amount: Money, words: str, *, person_id: int | None, now: datetime
) -> Case | NotOpened:
    """Ask to give the goods back for ``amount``. The same ``key`` opens one case."""
    return _open(order, key, Kind.RETURN, None, amount, words, person_id=person_id, now=now)


def open_exchange(
    order: OrderView, key: UUID, offer_id: int, position: int, words: str, *, person_id: int | None, now: datetime
) -> Case | NotOpened:
    """Ask for another variant, of the same price, of the thing in the order's line ``position``."""
    offer = next((one for line, one in variants_for(order) if (line.position, one.id) == (position, offer_id)), None)
    if offer is None:
        return NotOpened.NO_VARIANT
    line = next(line for line in order.lines if line.position == position)
    return _open(
        order,
        key,
        Kind.EXCHANGE,
        None,
        order.left,
        words,
        person_id=person_id,
        now=now,
        exchange={
            "offer_id": offer_id,
            "title": " · ".join(part for part in (offer.title, offer.variant_name) if part)[:300],
            "quantity": line.quantity,
        },
    )


def open_claim(
    order: OrderView,
    key: UUID,
    problem: Problem,
    wanted: Wanted,
    amount: Money | None,
    words: str,
    *,
    person_id: int | None,
    now: datetime,
    position: int | None = None,
) -> Case | NotOpened:
    """Say what is wrong and what would make it good; ``amount`` is for a part of the money only."""
    asked = order.left if wanted is Wanted.FULL_REFUND else amount if wanted is Wanted.PART_REFUND else None
    return _open(
        order,
        key,
        Kind.CLAIM,
        problem,
        asked,
        words,
        person_id=person_id,
        now=now,
        claim={"problem": problem, "wanted": wanted, "position": position},
    )


@transaction.atomic
def _open(
    order: OrderView,
    key: UUID,
    kind: Kind,
    problem: Problem | None,
    amount: Money | None,
    words: str,
    *,
    person_id: int | None,
    now: datetime,
    claim: dict[str, object] | None = None,
    exchange: dict[str, object] | None = None,
) -> Case | NotOpened:
    known = Case.objects.filter(key=key, seller_id=order.seller_id, order_key=order.key).first()
    if known is not None:
        return known
    refused = may_open(facts_of(order), terms(), now)
    if refused is not None:
        return refused
    if amount is not None and not Money.zero(order.left.currency) < amount <= order.left:
        return NotOpened.AMOUNT
    try:
        with transaction.atomic():
            case = _folder(order, key, kind, person_id, now)
    except IntegrityError:  # two buttons at the same moment: one case is open
        return NotOpened.OPEN_ALREADY
    minor = amount.minor if amount else 0
    if claim is not None:
        Claim.objects.create(case=case, amount_minor=minor, words=words, **claim)
        _demand(case, minor, words, problem, Wanted(str(claim["wanted"])), person_id, now)
    elif exchange is not None:
        Exchange.objects.create(case=case, amount_minor=minor, reason=words, **exchange)
    else:
        Return.objects.create(case=case, amount_minor=minor, reason=words)
    orders_writes.stop_clock(order.seller_id, order.key, why_of(case), now=now)
    said = {"amount_minor": minor} | ({"problem": problem, "wanted": claim["wanted"]} if claim else {})
    note(case, OPENED, Side.BUYER, person_id, now, words=words, facts=said)
    case.save()
    return case


def _folder(order: OrderView, key: UUID, kind: Kind, person_id: int | None, now: datetime) -> Case:
    case = Case(
        key=key,
        seller_id=order.seller_id,
        order_key=order.key,
        buyer_id=order.buyer_id or person_id,
        kind=kind,
        currency=order.charge.currency,
        terms=asdict(terms()),
        opened_at=now,
        changed_at=now,
    )
    move(case, FIRST[kind], now)
    case.save()
    return case


def _demand(
    case: Case, minor: int, words: str, problem: Problem | None, wanted: Wanted, person_id: int | None, now: datetime
) -> None:
    """What the buyer asks for is her first offer: the seller may simply agree."""
    case.standing = Offer.objects.create(
        case=case,
        side=Side.BUYER,
        person_id=person_id,
        amount_minor=minor,
        goods_back=wanted is Wanted.FULL_REFUND and problem is not Problem.NOT_ARRIVED,
        replacement=wanted is Wanted.REPLACEMENT,
        words=words,
        at=now,
    )
    case.buyer_agreed, case.seller_agreed = True, False
