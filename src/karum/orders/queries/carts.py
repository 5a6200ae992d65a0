"""The cart as screens show it: by seller, with the door price of each parcel and what stands in the way."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from karum.catalogue.domain import OfferSnapshot, unit_price
from karum.catalogue.queries.offers import offers, quantity_error
from karum.catalogue.queries.pictures import PictureSet
from karum.catalogue.queries.products import first_pictures
from karum.money import MINOR_MAX, Money, exponent
from karum.orders.away import away_text
from karum.orders.domain.doors import DoorLine, DoorPrice
from karum.orders.domain.instalments import Plan, SellerTerms, Way
from karum.orders.models import Cart
from karum.orders.queries.doors import buyers_rate, price
from karum.orders.queries.seller_terms import payment_terms, ways_to_pay
from karum.parties.domain import PostalAddress
from karum.parties.queries import BusinessCard, businesses
from karum.shipping.domain import ShippingOption
from karum.shipping.domain.holidays import Holiday
from karum.shipping.queries import DoorRequest, holidays, options_for


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cart. ``problem`` says in the reader's language why it cannot be bought as it is."""

    offer_id: int
    offer: OfferSnapshot | None
    quantity: int
    unit: Money | None
    problem: str | None
    picture: PictureSet | None = None
    shown: Money | None = None
    """the whole line in the buyer's currency, for reading; the receipt says what is charged"""

    @property
    def total(self) -> Money | None:
        return self.unit * self.quantity if self.unit else None


@dataclass(frozen=True, slots=True)
class DeliveryWay:
    """A way of delivery, with its price in the buyer's currency."""

    option: ShippingOption
    shown: Money


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one seller sends. ``ways`` are the ways of delivery; ``door`` is the price by the chosen one; ``plans`` the
    ways to pay it, of which ``plan`` is chosen."""

    seller: BusinessCard
    lines: tuple[Line, ...]
    ways: tuple[DeliveryWay, ...] = ()
    chosen: ShippingOption | None = None
    door: DoorPrice | None = None
    plans: tuple[Plan, ...] = ()
    plan: Plan | None = None
    away: Holiday | None = None
    """the seller's holiday, where she is away today"""

    @property
    def deposit(self) -> Plan | None:
        """The deposit that is enough at checkout, where the seller offers one."""
        return next((plan for plan in self.plans if plan.way is Way.DEPOSIT), None)

    @property
    def latest(self) -> date | None:
        """The last day of the promise; a balance that is paid late moves it."""
        last = self.door.latest if self.door else None
        return last + timedelta(days=self.plan.balance_days) if last and self.plan else last

    @property
    def problem(self) -> bool:
        return any(line.problem for line in self.lines)

    @property
    def goods(self) -> Money:
        """In the seller's currency."""
        total = Money.zero(self.seller.currency)
        for line in self.lines:
            if line.total and line.total.currency == total.currency:
                total += line.total
        return total


@dataclass(frozen=True, slots=True)
class CartView:
    """The whole cart. ``checkout`` and ``landed`` are None while one of the parcels has no known sum."""

    parcels: tuple[Parcel, ...]
    gone: tuple[Line, ...]
    currency: str

    @property
    def count(self) -> int:
        return sum(line.quantity for parcel in self.parcels for line in parcel.lines)

    @property
    def is_empty(self) -> bool:
        return not self.parcels

    @property
    def ready(self) -> bool:
        """True when every parcel can be bought now, for a known sum."""
        return bool(self.parcels) and all(p.door and p.door.can_buy and not p.problem for p in self.parcels)

    @property
    def checkout(self) -> Money | None:
        return self._sum([p.door.checkout if p.door else None for p in self.parcels])

    @property
    def now(self) -> Money | None:
        """What is paid at checkout, with the chosen ways to pay."""
        return self._sum([p.plan.now if p.plan else p.door.checkout if p.door else None for p in self.parcels])

    @property
    def border(self) -> Money | None:
        return self._sum([p.door.border if p.door else None for p in self.parcels])

    @property
    def landed(self) -> Money | None:
        return self._sum([p.door.total if p.door else None for p in self.parcels])

    def _sum(self, parts: list[Money | None]) -> Money | None:
        total = Money.zero(self.currency)
        for part in parts:
            if part is None:
                return None
            total += part
        return total


def ship_to_of(cart: Cart) -> PostalAddress | None:
    """Where the cart goes, once somebody said so."""
    return PostalAddress(**cart.ship_to) if cart.ship_to else None


def view(
    cart: Cart | None,
    *,
    country: str,
    currency: str,
    language: str,
    now: datetime,
    area: str = "",
    chosen: Mapping[str, str] | None = None,
    ways: Mapping[str, str] | None = None,
) -> CartView:
    """Bring the cart's lines together with today's offers, the sellers, their ways of delivery and the door prices.

    ``country`` empty: not chosen yet, so there are no door prices. ``chosen``: seller id (text) -> option code; the
    cheapest way where nothing was chosen. ``ways``: seller id (text) -> how she is paid; all at once where nothing was.
    """
    rows = list(cart.lines.order_by("added_at", "id")) if cart else []
    found = offers([row.offer_id for row in rows], language)
    pictures = first_pictures(offer.product_id for offer in found.values())
    sellers = businesses({offer.seller_id for offer in found.values()})
    away = holidays(sellers, now=now)
    lines = [_line(row.offer_id, found.get(row.offer_id), row.quantity, pictures, sellers, away) for row in rows]
    by_seller: dict[int, list[Line]] = {}
    for line in lines:
        if line.offer and line.offer.seller_id in sellers:
            by_seller.setdefault(line.offer.seller_id, []).append(line)
    parcels = [Parcel(sellers[one], tuple(its), away=away.get(one)) for one, its in by_seller.items()]
    if country:
        parcels = _with_doors(parcels, country, currency, now, area, chosen or {})
        parcels = _with_plans(parcels, country, cart.email if cart else "", now.date(), ways or {})
    return CartView(tuple(parcels), tuple(line for line in lines if line.offer is None), currency)


def _line(
    offer_id: int,
    found: OfferSnapshot | None,
    quantity: int,
    pictures: Mapping[int, PictureSet],
    sellers: Mapping[int, BusinessCard],
    away: Mapping[int, Holiday],
) -> Line:
    if found is None:
        return Line(offer_id, None, quantity, None, None)
    seller = sellers.get(found.seller_id)
    problem = quantity_error(found, quantity) if seller is None or seller.active else _("This shop is closed.")
    holiday = away.get(found.seller_id)
    if holiday is not None and not holiday.sells:
        problem = away_text(holiday)
    return Line(offer_id, found, quantity, unit_price(found, quantity), problem, pictures.get(found.product_id))


def _with_doors(
    parcels: list[Parcel], country: str, currency: str, now: datetime, area: str, chosen: Mapping[str, str]
) -> list[Parcel]:
    doors = [
        [DoorLine(line.offer, line.quantity, line.unit) for line in parcel.lines if line.offer and line.unit]
        for parcel in parcels
    ]
    wanted = [
        DoorRequest(parcel.seller.id, country, sum(line.weight_g for line in its), _goods(its))
        for parcel, its in zip(parcels, doors, strict=True)
    ]
    done = []
    for parcel, its, options in zip(parcels, doors, options_for(wanted), strict=True):
        code = chosen.get(str(parcel.seller.id))
        option = next((o for o in options if o.code == code), options[0] if options else None)
        door = price(parcel.seller.country, its, country, option, currency, now=now, area=area)
        lines = tuple(_in_her_money(line, currency, now.date()) for line in parcel.lines)
        ways = tuple(DeliveryWay(o, shown) for o in options if (shown := _shown(o.price, currency, now.date())))
        done.append(replace(parcel, lines=lines, ways=ways, chosen=option, door=door))
    return done


def _with_plans(parcels: list[Parcel], country: str, email: str, day: date, chosen: Mapping[str, str]) -> list[Parcel]:
    """How each parcel may be paid. One query, and a few more where a seller lets people pay at the door."""
    allowed = payment_terms([parcel.seller.id for parcel in parcels])
    return [_with_plan(parcel, allowed[parcel.seller.id], country, email, day, chosen) for parcel in parcels]


def _with_plan(
    parcel: Parcel, allowed: SellerTerms, country: str, email: str, day: date, chosen: Mapping[str, str]
) -> Parcel:
    if parcel.door is None or parcel.problem:
        return parcel
    found = ways_to_pay(parcel.seller.country, allowed, parcel.door, parcel.goods, country, day, email=email)
    way = chosen.get(str(parcel.seller.id), Way.PREPAID)
    return replace(parcel, plans=found, plan=next((plan for plan in found if plan.way == way), next(iter(found), None)))


def _in_her_money(line: Line, currency: str, day: date) -> Line:
    """The line with its sum in the buyer's currency, which must be something, and no more than the books can hold."""
    shown = _shown(line.total, currency, day)
    problem = line.problem
    if shown is not None and line.total is not None and line.unit is not None and not problem:
        if max(shown.minor, line.total.minor) > MINOR_MAX:
            problem = _("That is too large")
        elif not shown:
            problem = _("The smallest order is %(count)s.") % {"count": _least(line, currency, day)}
    return replace(line, shown=shown, problem=problem)


def _least(line: Line, currency: str, day: date) -> int:
    """From how many units on the line costs one minor unit of the buyer's currency, by whole packs."""
    assert line.unit is not None
    assert line.offer is not None
    rate = buyers_rate(line.unit.currency, currency, day)
    assert rate is not None
    each = (line.unit.decimal * rate.rate).scaleb(exponent(currency))
    pack = line.offer.pack_multiple
    return math.ceil(Decimal("0.5") / each / pack) * pack


def _shown(amount: Money | None, currency: str, day: date) -> Money | None:
    """The amount in the buyer's currency; None where there is no rate."""
    if amount is None:
        return None
    rate = buyers_rate(amount.currency, currency, day)
    return amount.convert(rate.rate, currency) if rate else None


def _goods(lines: list[DoorLine]) -> Money:
    total = lines[0].goods
    for line in lines[1:]:
        total += line.goods
    return total
