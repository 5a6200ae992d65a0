"""What it costs to ship: the seller's zones and rates, and the pure choice among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, get_args

from karum.money import Money
from karum.shipping.domain.holidays import Holiday

Mode = Literal["post", "courier", "freight"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class WeightBand:
    """Parcels up to and including ``up_to_g`` grams cost ``price_minor``."""

    up_to_g: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class GoodsBand:
    """When the goods are worth ``from_minor`` or more, shipping costs at most ``price_minor`` (0: it is free)."""

    from_minor: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class RateRule:
    """One service in one zone. Weight bands rise; a parcel heavier than the last one cannot go this way."""

    code: str
    name: str
    carrier: str
    mode: Mode
    tracked: bool
    insured: bool
    currency: str
    weight_bands: tuple[WeightBand, ...]
    goods_bands: tuple[GoodsBand, ...]
    days_min: int
    days_max: int

    def price(self, weight_g: int, goods: Money) -> Money | None:
        """Return what this service costs, or None when the parcel is too heavy for it.

        Goods bands count only when the goods are in the rate's own currency: without a rate of exchange nobody can
        tell whether the value is reached.
        """
        for band in self.weight_bands:
            if weight_g <= band.up_to_g:
                price = band.price_minor
                break
        else:
            return None
        if goods.currency == self.currency:
            reached = [band.price_minor for band in self.goods_bands if goods.minor >= band.from_minor]
            price = min([price, *reached])
        return Money(price, self.currency)


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """The countries (ISO 3166 alpha-2) that share rates; no country at all means the rest of the world."""

    id: int
    name: str
    countries: frozenset[str]
    rates: tuple[RateRule, ...]

    @property
    def is_rest_of_world(self) -> bool:
        return not self.countries

    def holds(self, country: str) -> bool:
        return self.is_rest_of_world or country in self.countries


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How a seller sends: from which country, until when today's orders leave today, and on which days not at all.

    ``holiday``: the one that is on or comes next, if any.
    """

    country: str = ""
    cut_off: time | None = None
    time_zone: str = "UTC"
    closed_on: frozenset[date] = frozenset()
    holiday: Holiday | None = None


@dataclass(frozen=True, slots=True)
class ShippingOption:
    """One way to send a parcel. ``price`` is in the seller's rate currency; days are business days in transit."""

    code: str
    name: str
    carrier: str
    mode: Mode
    tracked: bool
    price: Money
    days_min: int
    days_max: int
    insured: bool = False
    destination: str = ""
    dispatch: Dispatch = Dispatch()


def pick_zone(zones: Iterable[ZoneRule], destination: str) -> ZoneRule | None:
    """Return the most specific zone that holds ``destination``, or None: this seller does not ship there.

    A zone that names fewer countries is more specific; the rest of the world comes last; a tie goes to the older zone.
    """
    fitting = [zone for zone in zones if zone.holds(destination)]
    return min(fitting, key=lambda zone: (zone.is_rest_of_world, len(zone.countries), zone.id), default=None)


def decide_options(
    zones: Sequence[ZoneRule], destination: str, weight_g: int, goods: Money, dispatch: Dispatch | None = None
) -> list[ShippingOption]:
    """Return the ways to send ``weight_g`` grams to ``destination``, the cheapest first, a tie to the quicker one.

    An empty list means that this seller does not ship there, or not that heavy.
    """
    zone = pick_zone(zones, destination)
    if zone is None:
        return []
    found = [
        ShippingOption(
            code=rate.code,
            name=rate.name,
            carrier=rate.carrier,
            mode=rate.mode,
            tracked=rate.tracked,
            price=price,
            days_min=rate.days_min,
            days_max=rate.days_max,
            insured=rate.insured,
            destination=destination,
            dispatch=dispatch or Dispatch(),
        )
        for rate in zone.rates
        if (price := rate.price(weight_g, goods)) is not None
    ]
    # Rates of one zone may be in several currencies: those in the currency of the goods come first.
    return sorted(
        found, key=lambda o: (o.price.currency != goods.currency, o.price.currency, o.price.minor, o.days_max, o.code)
    )
