"""When a parcel will be there: business days, weekends of both countries, the seller's cut-off."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.rates import Dispatch, ShippingOption

_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@cache
def weekend(country: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) on which people of ``country`` rest: Saturday and Sunday, in Saudi Arabia
    Friday and Saturday, in India only Sunday. An unknown country has Saturday and Sunday. Source: CLDR's week data.
    """
    for language in (*get_official_languages(country, de_facto=True), "en"):
        try:
            found = Locale.parse(f"{language}_{country}")
        except (UnknownLocaleError, ValueError):
            continue
        span = (found.weekend_end - found.weekend_start) % 7
        return frozenset((found.weekend_start + step) % 7 for step in range(span + 1))
    return frozenset({SATURDAY, SUNDAY})


def is_business_day(day: date, country: str, closed_on: frozenset[date] = frozenset()) -> bool:
    return day.weekday() not in weekend(country) and day not in closed_on


def add_business_days(day: date, count: int, country: str, closed_on: frozenset[date] = frozenset()) -> date:
    """Return the business day that comes ``count`` business days after ``day``; 0 is ``day`` itself or the next
    business day."""
    while not is_business_day(day, country, closed_on):
        day += _DAY
    for _ in range(count):
        day += _DAY
        while not is_business_day(day, country, closed_on):
            day += _DAY
    return day


def dispatch_day(dispatch: Dispatch, *, handling_days: int, today: date, after_cut_off: bool = False) -> date:
    """Return the day on which the seller hands the parcel over; an order after the cut-off begins a day later."""
    begin = today + _DAY if after_cut_off else today
    closed_on, away = dispatch.closed_on, dispatch.holiday
    if away is not None and not away.is_over(today):
        closed_on = closed_on | away.days
    return add_business_days(begin, handling_days, dispatch.country, closed_on)


def holiday_on(dispatch: Dispatch, now: datetime) -> Holiday | None:
    """Return the seller's holiday when it is on, by her own calendar."""
    away = dispatch.holiday
    return away if away is not None and away.is_on(seller_day(dispatch, now)[0]) else None


def away_until(dispatch: Dispatch, *, handling_days: int, now: datetime) -> date | None:
    """Return the last day of the holiday that an order placed at ``now`` has to wait for; None where it need not."""
    away, (today, late) = dispatch.holiday, seller_day(dispatch, now)
    if away is None or away.is_over(today):
        return None
    planned = dispatch_day(
        replace(dispatch, holiday=None), handling_days=handling_days, today=today, after_cut_off=late
    )
    return away.last if away.first <= planned else None


def promise(
    option: ShippingOption, *, handling_days: int, today: date, after_cut_off: bool = False
) -> tuple[date, date]:
    """Return the earliest and the latest day of delivery.

    Handling counts the seller's business days, transit the destination's; delivery never falls on a weekend there.
    ``today`` is the date where the seller is (see ``seller_day``).
    """
    sent = dispatch_day(option.dispatch, handling_days=handling_days, today=today, after_cut_off=after_cut_off)
    return (
        add_business_days(sent, option.days_min, option.destination),
        add_business_days(sent, option.days_max, option.destination),
    )


def seller_day(dispatch: Dispatch, now: datetime) -> tuple[date, bool]:
    """Return the date where the seller is, and whether its cut-off has passed. ``now`` must know its time zone."""
    there = now.astimezone(ZoneInfo(dispatch.time_zone))
    return there.date(), dispatch.cut_off is not None and _clock(there) > dispatch.cut_off


def promise_at(option: ShippingOption, *, handling_days: int, now: datetime) -> tuple[date, date]:
    """Return ``promise`` for an order that is placed at ``now``."""
    today, late = seller_day(option.dispatch, now)
    return promise(option, handling_days=handling_days, today=today, after_cut_off=late)


def _clock(moment: datetime) -> time:
    return moment.time().replace(tzinfo=None)
