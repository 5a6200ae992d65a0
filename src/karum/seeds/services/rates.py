"""Shipping of the demo: three zones a seller, by post and by courier, priced by weight."""

from datetime import date
from decimal import Decimal

from babel import Locale

from karum.money import Money, exponent
from karum.payments.services import fx
from karum.seeds.geography import region_of
from karum.shipping import services as shipping
from karum.shipping.domain import Mode

# (up to grams, euro cents at home); the region and the world cost a multiple of it.
POST = (
    (100, 240),
    (250, 310),
    (500, 420),
    (1000, 560),
    (2000, 780),
    (5000, 1150),
    (10000, 1690),
    (20000, 2590),
    (30000, 3390),
)
COURIER = ((500, 690), (1000, 790), (2000, 950), (5000, 1290), (10000, 1790), (30000, 2990), (70000, 5200))
FREIGHT = ((50_000, 9500), (100_000, 15_000), (300_000, 34_000), (1_000_000, 79_000))

# What the post costs in a country, compared with the middle of the list.
LEVEL = {"NO": "1.45", "DE": "1.2", "GB": "1.15", "US": "1.25", "CA": "1.2", "AU": "1.25", "NZ": "1.3", "JP": "1.1"}
LOW = {
    "IN": "0.6",
    "VN": "0.65",
    "ID": "0.65",
    "NP": "0.75",
    "RW": "0.75",
    "ET": "0.75",
    "CN": "0.6",
    "TN": "0.7",
    "MA": "0.75",
}
COURIERS = ("dhl", "fedex", "ups")


def seed_rates(seller_id: int, country: str, currency: str, day: date) -> None:
    """Give a seller zones and rates in her currency: at home, in her part of the world, everywhere else."""
    level = Decimal((LEVEL | LOW).get(country, "0.9"))
    region, others = region_of(country)
    courier = COURIERS[seller_id % 3]
    zones: tuple[tuple[str, frozenset[str], str, tuple[int, int], tuple[int, int]], ...] = (
        (Locale("en").territories[country], frozenset({country}), "1", (1, 4), (1, 2)),
        (region, others, "2.1", (5, 12), (2, 4)),
        ("Rest of the world", frozenset(), "2.9", (8, 18), (3, 6)),
    )
    for name, countries, factor, by_post, by_courier in zones:
        zone = shipping.set_zone(seller_id, name, countries)
        assert isinstance(zone, int), zone
        scale = level * Decimal(factor)
        services: list[tuple[str, str, str, Mode, tuple[tuple[int, int], ...], tuple[int, int]]] = [
            ("post", "Tracked post", "post", "post", POST, by_post),
            ("courier", "Express courier", courier, "courier", COURIER, by_courier),
        ]
        if not countries:
            services.append(("sea", "Sea freight, consolidated", "Consolidated freight", "freight", FREIGHT, (28, 45)))
        for code, service, carrier, mode, bands, days in services:
            made = shipping.set_rate(
                seller_id,
                zone,
                code=code,
                name=service,
                carrier=carrier,
                mode=mode,
                currency=currency,
                weight_bands=[(grams, _price(cents, scale, currency, day)) for grams, cents in bands],
                days_min=days[0],
                days_max=days[1],
                tracked=True,
                insured=mode == "courier",
            )
            assert made == code, made


def _price(cents: int, scale: Decimal, currency: str, day: date) -> int:
    """Euro cents in minor units of the currency, rounded to a price that somebody would print."""
    rate = fx("EUR", currency, day)
    assert rate is not None, f"no rate for {currency}"
    minor = Money(int(cents * scale), "EUR").convert(rate.rate, currency).minor
    step = 5 * 10 ** max(1 if exponent(currency) else 0, len(str(minor)) - 3)
    return -(-minor // step) * step
