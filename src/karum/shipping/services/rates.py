"""Writing zones and rates."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from zoneinfo import available_timezones

import pycountry
from django.db import transaction
from django.utils.text import slugify

from karum.money import BadCurrency, exponent
from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.shipping.domain import MODES, Mode, RateRule
from karum.shipping.domain.holidays import DAYS_MAX, holiday_problem
from karum.shipping.domain.parcels import Refused
from karum.shipping.domain.starter import starter
from karum.shipping.models import Rate, SellerDispatch, Zone

WEIGHT_MAX_G = 30_000_000  # thirty tonnes: a full container


@cache
def _time_zones() -> set[str]:
    return available_timezones()  # reads hundreds of files


def set_dispatch(
    seller_id: int,
    *,
    country: str,
    cut_off: time | None = None,
    time_zone: str = "UTC",
    closed_on: Iterable[date] = (),
) -> Refused | None:
    """Say from where and until when a seller sends. None when it is done."""
    if not _is_country(country):
        return Refused("country", Said(_("%(code)s is not a country."), code=country))
    if time_zone not in _time_zones():
        return Refused("time_zone", Said(_("%(name)s is not a time zone."), name=time_zone))
    SellerDispatch.objects.update_or_create(
        seller_id=seller_id,
        defaults={"country": country, "cut_off": cut_off, "time_zone": time_zone, "closed_on": sorted(set(closed_on))},
    )
    return None


def set_holiday(seller_id: int, *, first: date, last: date, sells: bool, home: str, today: date) -> Refused | None:
    """Say from when to when a seller is away. None when it is done. ``home``: her country; ``today``: the day there."""
    problem = holiday_problem(first, last, today)
    if problem == "last":
        said = _("Choose a last day that is not over, not before the first, and within %(days)d days of it.")
        return Refused("last", Said(said, days=DAYS_MAX))
    if problem == "first":
        return Refused("first", Said(_("Choose a first day within the next year.")))
    facts = {"away_from": first, "away_until": last, "away_sells": sells}
    SellerDispatch.objects.update_or_create(
        seller_id=seller_id, defaults=facts, create_defaults={**facts, "country": home}
    )
    return None


def end_holiday(seller_id: int) -> None:
    """The seller is back, or stays at home."""
    SellerDispatch.objects.filter(seller_id=seller_id).update(away_from=None, away_until=None)


@transaction.atomic
def set_zone(seller_id: int, name: str, countries: Iterable[str] = (), *, zone_id: int | None = None) -> int | Refused:
    """Make a zone, or change the one with ``zone_id`` or with this name; return its id.

    No country at all means the rest of the world, of which a seller has one.
    """
    name = name.strip()
    if not name or len(name) > 100:
        return Refused("name", Said(_("Give the zone a name of at most 100 letters.")))
    wanted = sorted({country.strip().upper() for country in countries})
    unknown = [country for country in wanted if not _is_country(country)]
    if unknown:
        return Refused("countries", Said(_("%(code)s is not a country."), code=unknown[0]))
    mine = Zone.objects.filter(seller_id=seller_id)
    zone = mine.filter(id=zone_id).first() if zone_id is not None else mine.filter(name=name).first()
    if zone_id is not None and zone is None:
        return Refused("zone", Said(_("This zone is gone.")))
    others = mine.exclude(id=zone.id) if zone else mine
    if others.filter(name=name).exists():
        return Refused("name", Said(_("You have a zone of this name already.")))
    if not wanted and others.filter(countries=[]).exists():
        return Refused("countries", Said(_("You have a zone for the rest of the world already.")))
    if zone is None:
        return Zone.objects.create(seller_id=seller_id, name=name, countries=wanted).id
    zone.name, zone.countries = name, wanted
    zone.save(update_fields=["name", "countries"])
    return zone.id


@transaction.atomic
def set_rate(
    seller_id: int,
    zone_id: int,
    *,
    name: str,
    carrier: str,
    mode: Mode,
    currency: str,
    weight_bands: Sequence[tuple[int, int]],
    days_min: int,
    days_max: int,
    code: str = "",
    tracked: bool = True,
    insured: bool = False,
    goods_bands: Sequence[tuple[int, int]] = (),
) -> str | Refused:
    """Make a rate, or change the one with ``code`` in this zone; return its code.

    ``weight_bands``: (up to this many grams, price in minor units), rising. ``goods_bands``: (from this value of the
    goods in minor units, price): 0 makes shipping free from there on.
    """
    refused = _wrong_rate(name, carrier, mode, currency, weight_bands, goods_bands, days_min, days_max)
    if refused:
        return refused
    if not Zone.objects.filter(seller_id=seller_id, id=zone_id).exists():
        return Refused("zone", Said(_("This zone is gone.")))
    code = code or slugify(name)[:50] or "rate"
    if not re.fullmatch(r"[-a-z0-9_]{1,50}", code):
        return Refused("code", Said(_("A code has small letters, digits and hyphens.")))
    Rate.objects.update_or_create(
        zone_id=zone_id,
        code=code,
        defaults={
            "seller_id": seller_id,
            "name": name.strip(),
            "carrier": carrier.strip(),
            "mode": mode,
            "tracked": tracked,
            "insured": insured,
            "currency": currency,
            "weight_bands": [list(band) for band in weight_bands],
            "goods_bands": [list(band) for band in goods_bands],
            "days_min": days_min,
            "days_max": days_max,
        },
    )
    return code


@transaction.atomic
def copy_starter_rates(seller_id: int, *, country: str, currency: str, per_dollar: Decimal) -> int:
    """Give a seller without zones the rates to begin with; return how many zones were made (0: it has its own already).

    ``per_dollar``: how many units of ``currency`` a US dollar buys today (``domain.starter``).
    """
    if Zone.objects.filter(seller_id=seller_id).exists():
        return 0
    begin = starter(country, currency, per_dollar)
    if not SellerDispatch.objects.filter(seller_id=seller_id).exists():
        SellerDispatch.objects.create(seller_id=seller_id, country=country, time_zone=begin.time_zone)
    for rule in begin.zones:
        zone = Zone.objects.create(seller_id=seller_id, name=rule.name, countries=sorted(rule.countries))
        Rate.objects.bulk_create(_row(seller_id, zone, rate) for rate in rule.rates)
    return len(begin.zones)


def _row(seller_id: int, zone: Zone, rate: RateRule) -> Rate:
    return Rate(
        seller_id=seller_id,
        zone=zone,
        code=rate.code,
        name=rate.name,
        carrier=rate.carrier,
        mode=rate.mode,
        tracked=rate.tracked,
        insured=rate.insured,
        currency=rate.currency,
        weight_bands=[[band.up_to_g, band.price_minor] for band in rate.weight_bands],
        goods_bands=[[band.from_minor, band.price_minor] for band in rate.goods_bands],
        days_min=rate.days_min,
        days_max=rate.days_max,
    )


@transaction.atomic
def remove_zone(seller_id: int, zone_id: int) -> bool:
    """Remove a zone and its rates; return whether there was one. Orders keep what they froze."""
    return Zone.objects.filter(seller_id=seller_id, id=zone_id).delete()[0] > 0


@transaction.atomic
def remove_rate(seller_id: int, zone_id: int, code: str) -> bool:
    """Remove one rate; return whether there was one."""
    return Rate.objects.filter(seller_id=seller_id, zone_id=zone_id, code=code).delete()[0] > 0


def _wrong_rate(
    name: str,
    carrier: str,
    mode: str,
    currency: str,
    weight_bands: Sequence[tuple[int, int]],
    goods_bands: Sequence[tuple[int, int]],
    days_min: int,
    days_max: int,
) -> Refused | None:
    if not 0 < len(name.strip()) <= 100:
        return Refused("name", Said(_("Give the service a name of at most 100 letters.")))
    if not 0 < len(carrier.strip()) <= 50:
        return Refused("carrier", Said(_("Say who carries the parcel.")))
    if mode not in MODES:
        return Refused("mode", Said(_("Choose post, courier or freight.")))
    try:
        exponent(currency)
    except BadCurrency:
        return Refused("currency", Said(_("%(code)s is not a currency."), code=currency))
    if not 0 <= days_min <= days_max <= 365:
        return Refused("days_max", Said(_("Give the days on the way, the fewer first.")))
    if not weight_bands:
        return Refused("weight_bands", Said(_("Give at least one weight and its price.")))
    return _wrong_bands("weight_bands", weight_bands) or _wrong_bands("goods_bands", goods_bands)


def _wrong_bands(field: str, bands: Sequence[tuple[int, int]]) -> Refused | None:
    bounds = [bound for bound, _price in bands]
    if any(bound <= 0 for bound in bounds) or bounds != sorted(set(bounds)):
        return Refused(field, Said(_("Write the steps from the smallest to the greatest, each once.")))
    if field == "weight_bands" and bounds[-1] > WEIGHT_MAX_G:
        return Refused(field, Said(_("A parcel of more than 30 tonnes does not exist here.")))
    if any(price < 0 for _bound, price in bands):
        return Refused(field, Said(_("A price cannot be negative.")))
    return None


def _is_country(code: str) -> bool:
    return len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None
