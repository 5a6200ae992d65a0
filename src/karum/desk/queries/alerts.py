"""The rules that changed for a seller's goods, and what they do to the price at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from karum.catalogue.queries import OfferSnapshot, offers_of_seller, unit_price
from karum.desk.models import RuleAlert
from karum.desk.rule_words import duty_text, market_text
from karum.money import Money
from karum.orders.queries import DoorLine, cheapest
from karum.orders.queries.doors import parcel_request
from karum.parties.locale import currency_of
from karum.parties.queries import BusinessCard
from karum.payments.queries import known_currencies
from karum.runtime.settings import settings
from karum.shipping.domain import ShippingOption
from karum.shipping.queries import DoorRequest, options_for
from karum.tariffs.queries.changes import Change, changes_of
from karum.tariffs.queries.quotes import landed_cost
from karum.tariffs.queries.touched import Touched, destinations_of

ALERTS_MAX = 20
PRICED_MAX = 12
"""So many prices before and after stand on the page: each asks the tariff twice, once as it was known before."""
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One duty before and after."""

    change: Change
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What the changes do to one offer at one door, in the buyer's currency; None is unknown."""

    offer: OfferSnapshot
    country: str
    before: Money | None
    after: Money | None

    @property
    def more(self) -> Money | None:
        """How much dearer it becomes; negative when it becomes cheaper."""
        return self.after - self.before if self.before and self.after else None


@dataclass(frozen=True, slots=True)
class AlertView:
    """One file's changes for one seller."""

    market: str
    made_at: datetime
    is_new: bool
    file: str
    rows: tuple[ChangeRow, ...]
    prices: tuple[PriceRow, ...]


def unread(seller_id: int) -> int:
    """How many alerts she has not seen."""
    return RuleAlert.objects.filter(seller_id=seller_id, read_at=None).count()


def alerts_of(business: BusinessCard, language: str, *, now: datetime) -> list[AlertView]:
    """Return the latest alerts of a seller, the newest first."""
    rows = list(RuleAlert.objects.filter(seller_id=business.id).order_by("-made_at", "-id")[:ALERTS_MAX])
    if not rows:
        return []
    offers = [offer for offer in offers_of_seller(business.id, language) if offer.state == "active"]
    left, views = PRICED_MAX, []
    for row in rows:
        kept = set(row.changes)
        changes = [change for change in changes_of(row.file_id) if change.id in kept]
        prices = _prices(business, offers, row.system, changes, left, now) if left and changes else ()
        left -= len(prices)
        shown = tuple(ChangeRow(change, duty_text(change.before), duty_text(change.after)) for change in changes)
        file = changes[0].file if changes else ""
        views.append(AlertView(market_text(row.system), row.made_at, row.read_at is None, file, shown, prices))
    return views


def _prices(
    business: BusinessCard,
    offers: Sequence[OfferSnapshot],
    system: str,
    changes: Sequence[Change],
    most: int,
    now: datetime,
) -> tuple[PriceRow, ...]:
    """For each touched offer: one piece at the first door of that tariff to which she ships, before and after."""
    touched = Touched(system, changes, now.date())
    found: list[PriceRow] = []
    for offer in offers:
        own = touched.of(offer.hs_code, offer.origin)
        if own and len(found) < most:
            line = DoorLine(offer, 1, unit_price(offer, 1))
            country, option = _first_door(business.id, line, destinations_of(system))
            found.append(_price(business, line, offer, country, option, own, now))
    return tuple(found)


def _first_door(seller_id: int, line: DoorLine, countries: Sequence[str]) -> tuple[str, ShippingOption | None]:
    ways = cheapest(options_for([DoorRequest(seller_id, one, line.weight_g, line.goods) for one in countries]))
    return next(((one, way) for one, way in zip(countries, ways, strict=True) if way), (countries[0], None))


def _price(
    business: BusinessCard,
    line: DoorLine,
    offer: OfferSnapshot,
    country: str,
    option: ShippingOption | None,
    changes: Sequence[Change],
    now: datetime,
) -> PriceRow:
    currency = currency_of(country)
    if currency not in known_currencies():
        currency = settings().hub_currency
    day = max(now.date(), *(change.valid_from for change in changes))
    asked = parcel_request(business.country, [line], country, option, currency, day=day)
    before = landed_cost(asked, known=min(change.known_at for change in changes) - _TICK)
    return PriceRow(offer, country, before.totals.landed, landed_cost(asked).totals.landed)
