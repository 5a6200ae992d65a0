"""A past for the demo: checkouts of the last weeks, driven through the real services with the clock set back."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from karum.catalogue import queries as catalogue_read
from karum.money import Money
from karum.orders import queries as orders_read
from karum.orders.domain.instalments import SellerTerms
from karum.orders.services import set_payment_terms
from karum.parties import services as parties
from karum.parties.domain import PostalAddress
from karum.parties.queries import Person
from karum.payments import services as payments
from karum.payments.domain.payouts import RunState
from karum.reports.domain.months import last_closed
from karum.reports.services.invoices import issue_month
from karum.seeds import content
from karum.seeds.buying import DECLINED_CARD, GOOD_CARD, buy
from karum.seeds.services.bank import HUB_ACCOUNT, seed_statements
from karum.seeds.services.lives import live
from karum.seeds.services.matters import promise_transfer

PAYOUTS = (
    (26, 14, (RunState.APPROVED, RunState.SENT, RunState.CONFIRMED)),
    (17, 4, (RunState.APPROVED, RunState.SENT)),
    (13, 1, ()),
)
"""(after the checkouts at least so many days old, made so many days ago, what became of it). The last one waits."""

DEPOSIT_SHOP = "etruria-street-pottery"
DEPOSIT_TERMS = SellerTerms(deposit_bp=3000, deposit_from=Money(15_000, "GBP"), balance_days=7)
"""The pottery takes large orders with a deposit of 30 per cent."""
DEPOSITS = ("balance", "forfeited")


@dataclass(frozen=True, slots=True)
class Checkout:
    """One row of ``data/history.toml``. ``goods``: (seller's slug, product's slug, variant's name, quantity)."""

    email: str
    days: int
    end: str
    goods: tuple[tuple[str, str, str, int], ...]
    courier: bool
    guest: PostalAddress | None  # where a buyer without an account lives


def checkouts() -> list[Checkout]:
    """Return the checkouts of the demo's past, the oldest first."""
    text = (files("karum.seeds") / "data" / "history.toml").read_text(encoding="utf-8")
    rows = [_checkout(row) for row in tomllib.loads(text)["checkout"]]
    return sorted(rows, key=lambda row: -row.days)


def _checkout(row: Mapping[str, Any]) -> Checkout:
    guest = PostalAddress(row["country"], name=row["name"], **row["address"]) if "address" in row else None
    goods = tuple((seller, product, variant, quantity) for seller, product, variant, quantity in row["goods"])
    return Checkout(row["buyer"], row["days"], row["end"], goods, row.get("delivery") == "courier", guest)


def happened() -> bool:
    """True when the demo's buyers have bought already."""
    return any(orders_read.orders_of_buyer(person.pk, limit=1) for person in _buyers().values())


def _buyers() -> dict[str, Person]:
    return {row.email: parties.create_person(row.email) for row in content.people() if row.role == "buyer"}


@transaction.atomic
def seed_history(ids: Mapping[str, int], *, now: datetime) -> int:
    """Let the past happen, all of it or nothing; return how many orders it left. Once only: see ``happened``.

    ids: seller's slug -> id. A checkout that today's rules do not allow (goods forbidden, no rate) is left out.
    """
    assert payments.save_bank_account(0, HUB_ACCOUNT, now=now) == {}
    buyers = _buyers()
    offers = _offers(ids)
    set_payment_terms(ids[DEPOSIT_SHOP], DEPOSIT_TERMS, now=now)
    runs = list(PAYOUTS)
    count = 0
    awaited: Money | None = None
    for number, row in enumerate(checkouts()):
        while runs and row.days < runs[0][0]:
            _pay_out(runs.pop(0), now)
        at = now - timedelta(days=row.days, hours=5, minutes=7 * number) if row.end != "unpaid" else _just_now(now)
        group_key = _place(row, offers, buyers.get(row.email), at)
        if group_key is None:
            continue
        orders = orders_read.group(group_key)
        count += len(orders)
        if row.end == "transfer":
            awaited = sum((order.total for order in orders[1:]), orders[0].total)
            promise_transfer(group_key, awaited, at=at + timedelta(minutes=2))
            continue
        for order in orders:
            live(order, row.end, placed=at, now=now, courier=row.courier)
    first, _second = _payers()
    seed_statements(awaited, now=now, actor_id=first)
    issue_month(last_closed(now), now)
    return count


def _just_now(now: datetime) -> datetime:
    return now - timedelta(minutes=4)


def _offers(ids: Mapping[str, int]) -> dict[tuple[str, str, str], int]:
    """(seller's slug, product's slug, variant's name) -> offer id."""
    found = {}
    names = {row.slug: {v.sku: (p.slug, v.name) for p in row.products for v in p.variants} for row in content.sellers()}
    for slug, seller_id in ids.items():
        for offer in catalogue_read.offers_of_seller(seller_id, "en"):
            if offer.sku in names[slug]:
                found[(slug, *names[slug][offer.sku])] = offer.id
    return found


def _place(
    row: Checkout, offers: Mapping[tuple[str, str, str], int], buyer: Person | None, at: datetime
) -> UUID | None:
    goods = {offers[seller, product, variant]: quantity for seller, product, variant, quantity in row.goods}
    cards = {"unpaid": None, "expired": None, "transfer": None, "declined": DECLINED_CARD}
    return buy(
        goods,
        row.guest or _home(row.email),
        email=row.email,
        at=at,
        buyer=buyer,
        language=buyer.language if buyer else "fr",
        courier=row.courier,
        deposit=row.end in DEPOSITS,
        card=cards.get(row.end, GOOD_CARD),
    )


def _home(email: str) -> PostalAddress:
    row = next(person for person in content.people() if person.email == email)
    return PostalAddress(row.country, name=row.name, **(row.address or {}))


def _pay_out(run: tuple[int, int, tuple[RunState, ...]], now: datetime) -> None:
    days, ago, states = run
    at = now - timedelta(days=ago)
    first, second = _payers()
    maker, other = (first, second) if states else (second, first)  # what waits, waits for the first operator
    made = payments.make_payout_file(uuid5(NAMESPACE_URL, f"karum demo payout {days}"), now=at, actor_id=maker)
    for state in states:
        if state is RunState.APPROVED:
            at += timedelta(hours=1)
            assert payments.approve_run(made.id, other, now=at) is None
        else:
            at += timedelta(hours=3)
            assert payments.move_on(made.id, state, now=at)


def _payers() -> tuple[int, int]:
    """The two operators who prepare and approve payouts. The third hears cases."""
    first, second, _neutral = (
        parties.create_person(row.email).pk for row in content.people() if row.role == "operator"
    )
    return first, second
