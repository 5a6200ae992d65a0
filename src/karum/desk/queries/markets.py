"""In which markets may I sell this, at what price at the door, and what would a proof of origin save?"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from karum.catalogue.queries import OfferSnapshot, unit_price
from karum.money import Money
from karum.orders.calculator import calculator_address
from karum.orders.domain.doors import status_of
from karum.orders.queries import DoorLine, DoorPrice, DoorStatus, cheapest, exchange_rate, price
from karum.parties.locale import currency_of
from karum.parties.queries import BusinessCard
from karum.payments.queries import known_currencies
from karum.rules import LandedCost, Option, Reason
from karum.rules.queries import markets
from karum.runtime import wording
from karum.runtime.settings import settings
from karum.shipping.queries import DoorRequest, options_for

SORTS = ("ease", "price", "duty", "name")
SHOWS = ("all", "ready", "restricted", "unknown", "unshipped", "forbidden")
_EASE = ("allowed", "restricted", "unknown", "forbidden")
_SURE = (DoorStatus.EXACT, DoorStatus.ESTIMATE)


@dataclass(frozen=True)
class MarketRow:
    """One market for one unit of one offer.

    own: the price at the door in the seller's currency. calculator: the page where every line of it opens.
    """

    country: str
    door: DoorPrice
    own: Money | None
    calculator: str

    @property
    def landed(self) -> LandedCost | None:
        return self.door.landed

    @cached_property
    def status(self) -> str:
        """May she sell it there: allowed, restricted, forbidden or unknown."""
        if self.landed is None:
            return "unknown"
        if self.landed.status == "forbidden":
            return "forbidden"
        return next((one.status for one in self.landed.screenings), "allowed")

    @property
    def sure(self) -> DoorStatus:
        """How sure the price is, whether she ships there or not."""
        return status_of(self.landed) if self.landed else DoorStatus.NO_RATE

    @property
    def ships(self) -> bool:
        return self.door.option is not None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why goods may not come in, or only under conditions."""
        return tuple(reason for one in (self.landed.screenings if self.landed else ()) for reason in one.reasons)

    @property
    def missing(self) -> tuple[Reason, ...]:
        return self.landed.missing_facts if self.landed else ()

    @property
    def papers(self) -> tuple[Reason, ...]:
        return self.landed.documents if self.landed else ()

    @cached_property
    def best(self) -> Option | None:
        """The preference whose proof would save most; None where none would."""
        found = [option for option in (self.landed.options if self.landed else ()) if option.saving and option.proof]
        return max(found, key=lambda option: option.saving.minor if option.saving else 0, default=None)

    @property
    def show(self) -> str:
        """The filter that this row belongs to."""
        if self.status == "forbidden":
            return "forbidden"
        if not self.ships:
            return "unshipped"
        if self.door.total is None or self.status == "unknown":
            return "unknown"
        return "ready" if self.status == "allowed" else "restricted"


def market_rows(business: BusinessCard, offer: OfferSnapshot, *, now: datetime) -> list[MarketRow]:
    """One row for every market that has rules, for one unit of ``offer``. A few queries for all of them.

    Where the seller ships, the price is with her own cheapest way; elsewhere it is without any shipping.
    """
    line = DoorLine(offer, 1, unit_price(offer, 1))
    countries = markets()
    found = options_for([DoorRequest(offer.seller_id, one, line.weight_g, line.goods) for one in countries])
    rows = []
    for country, option in zip(countries, cheapest(found), strict=True):
        currency = currency_of(country)
        if currency not in known_currencies():
            currency = settings().hub_currency
        door = price(business.country, [line], country, option, currency, now=now, estimate=True)
        address = calculator_address(line, business.country, country, option)
        rows.append(MarketRow(country, door, _own(door.total, offer.currency, now), address))
    return rows


def _own(total: Money | None, currency: str, now: datetime) -> Money | None:
    if total is None:
        return None
    exchange = exchange_rate(total.currency, currency, now.date())
    return total.convert(exchange.rate, currency) if exchange else None


def ordered(rows: Iterable[MarketRow], by: str) -> list[MarketRow]:
    """The easiest first, or the cheapest, the lowest duty, or by name; what is unknown comes last."""
    return sorted(rows, key=lambda row: (*_KEYS.get(by, _ease)(row), wording.country_text(row.country)))


def _ease(row: MarketRow) -> tuple[int, ...]:
    """What can be sold there at a known price at once; then under conditions; then what shipping, a figure or the law
    stands against."""
    sure = _SURE.index(row.sure) if row.sure in _SURE else len(_SURE)
    return (SHOWS.index(row.show), _EASE.index(row.status), sure)


def _price(row: MarketRow) -> tuple[int, ...]:
    return (not row.ships, row.own is None, row.own.minor if row.own else 0)


def _duty(row: MarketRow) -> tuple[int, ...]:
    """The duty as a share of the goods, in millionths: sums of different currencies cannot be compared."""
    duty, goods = row.door.duty, row.door.goods
    share = duty.minor * 1_000_000 // goods.minor if duty is not None and goods else 0
    return (duty is None, share)


_KEYS: dict[str, Callable[[MarketRow], tuple[int, ...]]] = {
    "price": _price,
    "duty": _duty,
    "name": lambda row: (),
}


def as_csv(rows: Iterable[MarketRow], say: Callable[[Reason], str]) -> str:
    """The table for a spreadsheet. ``say`` writes a reason in the page's language."""
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Country"), _("Code"), _("May I sell it?"), _("You ship there"), _("Currency"), _("At the door"),
            _("Duty"), _("Import tax"), _("Fees"), _("Own currency"), _("At the door, own currency"), _("Sure"),
            _("Proof of origin"), _("It saves"), _("Papers"), _("Not known"),
        ]
    )  # fmt: skip
    for row in rows:
        door, best = row.door, row.best
        writer.writerow(
            [
                wording.country_text(row.country), row.country, row.status, "1" if row.ships else "0", door.currency,
                _text(door.total), _text(door.duty), _text(door.tax), _text(door.fees),
                row.own.currency if row.own else "", _text(row.own), row.landed.confidence if row.landed else "",
                best.code if best else "", _text(best.saving) if best else "",
                "; ".join(say(paper) for paper in (*row.reasons, *row.papers)),
                "; ".join(say(fact) for fact in row.missing),
            ]
        )  # fmt: skip
    return out.getvalue()


def _text(amount: Money | None) -> str:
    """A plain number; empty where it is unknown."""
    return "" if amount is None else amount.text
