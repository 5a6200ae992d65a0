"""How numbers, dates, places and measures are written in the page's language. Source: CLDR, by Babel."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_timezone_location,
)
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, to_locale
from django.utils.translation import gettext as _

from karum.money import Money, format_money
from karum.text.collation import by_name

_Named = TypeVar("_Named")

UTC = "UTC"

# Countries whose shops weigh in ounces and pounds. Source: CLDR supplemental data, measurementSystem "US".
OUNCES = frozenset({"US", "LR", "MM"})


@cache
def babel_locale(language: str) -> Locale:
    """CLDR's locale for one of Django's language codes: ``zh-hans`` is ``zh_Hans``. Our English is the world's:
    ``4 Dec``, and ``US$`` beside all the other dollars.
    """
    real = language.partition("-x")[0]  # ``en-xa`` is made up of English (tools.pseudo)
    return Locale.parse("en_GB" if real == "en" else to_locale(real))


def spoken() -> Locale:
    """The locale of the page that is being written."""
    return babel_locale(get_language() or "en")


def isolated(text: str) -> str:
    """Keep a figure together inside a right-to-left sentence (Unicode 6.3: first strong isolate)."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if text and get_language_bidi() else text


def list_text(names: Iterable[str]) -> str:
    """Names in a row as the page's language writes them: ``India, Kenya and Peru``, ``印度、肯尼亚和秘鲁``."""
    *others, last = list(names) or [""]
    if not others:
        return last
    patterns = dict(spoken().list_patterns["standard"])
    if len(others) == 1:
        return str(patterns["2"].format(others[0], last))
    said = others[-1]
    # Babel leaves out what a language takes over from CLDR's root, as Spanish does.
    for place, name in enumerate(reversed(others[:-1])):
        said = patterns.get("start" if place == len(others) - 2 else "middle", "{0}, {1}").format(name, said)
    return str(patterns["end"].format(said, last))


def in_order(items: Iterable[_Named], name: Callable[[_Named], str]) -> list[_Named]:
    """Things in the order of their names as readers of the page's language look for them."""
    return by_name(items, name, get_language() or "en")


def money_text(amount: Money | None) -> str:
    """An amount; None, which is an unknown amount and never zero, says so."""
    return _("unknown") if amount is None else isolated(format_money(amount, str(spoken())))


def _day_of(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day_text(value: date | datetime | None) -> str:
    """``Thu 4 Dec``, with the year when it is not this one."""
    if value is None:
        return ""
    day = _day_of(value)
    skeleton = "MMMEd" if day.year == timezone.localdate().year else "yMMMEd"
    return isolated(format_skeleton(skeleton, day, locale=spoken()))


def long_day_text(value: date | datetime | None) -> str:
    """``4 December 2026``."""
    return "" if value is None else isolated(format_date(_day_of(value), "long", locale=spoken()))


def month_text(value: date | None) -> str:
    """``November 2026``: the month in which a day lies."""
    return "" if value is None else isolated(format_skeleton("yMMMM", value, locale=spoken()))


def moment_text(value: datetime | None) -> str:
    """``4 Dec 2026, 17:05 (Nairobi)``: told in the reader's time (karum.parties.zone), and says which."""
    if value is None:
        return ""
    local, locale = timezone.localtime(value), spoken()
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")  # seconds say nothing to people
    hour, day = format_time(local, "short", locale=locale), format_skeleton("yMMMd", local, locale=locale)
    zone = zone_text(timezone.get_current_timezone_name())
    return isolated(f"{pattern.format(hour, day)} {zone if zone == UTC else f'({zone})'}")


def zone_text(name: str) -> str:
    """A time zone by the name of its city in the page's language: ``Nairobi`` for ``Africa/Nairobi``."""
    city = get_timezone_location(name, locale=spoken(), return_city=True)
    return UTC if name == UTC else city.rpartition("/")[2]


def days_text(first: date | None, last: date | None) -> str:
    """``4–9 Dec``; one day stands alone."""
    if first is None or last is None:
        return day_text(first or last)
    if first == last:
        return day_text(first)
    skeleton = "MMMd" if first.year == last.year == timezone.localdate().year else "yMMMd"
    return isolated(format_interval(first, last, skeleton, locale=spoken()))


def country_text(code: str | None, language: str = "") -> str:
    """A country's name by its ISO 3166 code, in the page's language or another; an unknown code stays as it is."""
    locale = babel_locale(language) if language else spoken()
    return "" if not code else str(locale.territories.get(code.upper(), code))


def language_text(code: str | None) -> str:
    """A language's name in the page's language: ``Swahili``."""
    if not code:
        return ""
    try:
        return Locale.parse(to_locale(code)).get_display_name(spoken()) or code
    except (ValueError, UnknownLocaleError):
        return code


def own_language_text(code: str) -> str:
    """A language's name in itself: ``Kiswahili``."""
    name = Locale.parse(to_locale(code)).get_display_name() or code
    return name[:1].upper() + name[1:]


def currency_text(code: str | None) -> str:
    """A currency's name: ``Kenyan Shilling``."""
    return "" if not code else str(spoken().currencies.get(code, code))


def weight_text(grams: float | None, country: str = "") -> str:
    """A weight in the unit of the country: grams and kilograms, or ounces and pounds."""
    if grams is None:
        return ""
    if country in OUNCES:
        ounces = grams / 28.349523125
        return _unit(ounces, "mass-ounce", 1) if ounces < 16 else _unit(ounces / 16, "mass-pound", 2)
    return _unit(grams, "mass-gram", 0) if grams < 1000 else _unit(grams / 1000, "mass-kilogram", 2)


def _unit(value: float, unit: str, digits: int) -> str:
    return format_unit(round(value, digits), unit, length="short", locale=spoken())


def number_text(value: Any) -> str:
    return "" if value is None or value == "" else format_decimal(value, locale=spoken())


def rate_text(rate: Decimal | None) -> str:
    """An exchange rate with six figures that count: 1 RWF is ``0.000516449`` GBP, never ``0.001``."""
    if rate is None:
        return ""
    places = max(0, 5 - rate.adjusted()) if rate else 0
    return format_decimal(rate, "#,##0." + "#" * places if places else "#,##0", locale=spoken())


def percent_text(rate: Decimal | float | None) -> str:
    """A rate as a percentage: 0.125 is ``12.5%``."""
    return "" if rate is None else format_percent(rate, "#,##0.##%", locale=spoken())
