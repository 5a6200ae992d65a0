"""Filters in words: each choice with how many it would leave, and each that is on with the way to take it off."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from karum.catalogue.domain.synonyms import asked_concepts, name_in
from karum.catalogue.queries import Band, Facets, FacetValue, Terms
from karum.money import Money, exponent
from karum.runtime.wording import country_text, day_text, isolated, list_text, money_text, number_text
from karum.shop.forms.searching import TERMS, Asked
from karum.shop.queries.discovery import Doors

FILTERS = (
    "category", "origin", "material", "terms", "door_max", "days", "verified", "small", "in_stock", "min", "max",
)  # fmt: skip
"""The words of the address that narrow a search."""
_ORDER = ("door_max", "days", "origin", "material", "terms")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on: what it says, and the address without it."""

    name: str
    without: str


def choices(asked: Asked, facets: Facets, doors: Doors | None, today: date) -> dict[str, list[tuple[str, str]]]:
    """Return the lists of the search's form: field -> (value, name with how many there are).

    ``doors``: None where prices at the door cannot be chosen from.
    """
    found = {
        "origin": _list(_("Anywhere"), facets.origins, country_text, asked.origin),
        "material": _list(_("Any material"), facets.materials, material_text, asked.material),
        "terms": _list(_("Any quantity"), facets.terms, lambda value: str(TERMS[Terms(value)]), str(asked.terms)),
    }
    if doors is not None:
        below = [FacetValue(str(step), _below(facets.doors, minor)) for step, minor in doors.steps]
        cheap = [one for one in below if one.count]
        # Where two steps leave the same goods the lower one says more.
        telling = [one for place, one in enumerate(cheap) if not place or one.count > cheap[place - 1].count]
        chosen = str(asked.door_max or "")
        found["door_max"] = _list(_("Any price"), telling, lambda value: up_to(int(value), doors.currency), chosen)
        days = str(asked.days or "")
        found["days"] = _list(_("Any day"), facets.arrivals, lambda value: days_text(int(value), today), days)
    return {name: found[name] for name in _ORDER if len(found.get(name, ())) > 1}


def switches(asked: Asked, facets: Facets) -> dict[str, str]:
    """Return the filters that are on or off: field -> label with how many there are. Those without any are left out."""
    counts = {
        "verified": (asked.verified, _("Verified sellers only"), facets.verified),
        "small": (asked.small, _("From small countries"), facets.small_countries),
        "in_stock": (asked.in_stock, _("In stock only"), facets.in_stock),
    }
    shown = {name: (text, count) for name, (on, text, count) in counts.items() if on or count}
    return {name: f"{text} ({number_text(count)})" if count else text for name, (text, count) in shown.items()}


def kinds_text(groups: Iterable[str]) -> str:
    """Return what groups of words are called in the page's language: "coffee", for who typed another word for it."""
    names = [name_in(group, get_language() or "en") for group in groups]
    return list_text(name for name in dict.fromkeys(names) if name)


def chosen(asked: Asked, address: QueryDict, category: str, doors: Doors | None, today: date) -> list[Chosen]:
    """Return the filters that are on. ``category``: the name of the one in the address, empty for none."""
    texts = {
        "category": category,
        "origin": _("Made in %(place)s") % {"place": country_text(asked.origin)} if asked.origin else "",
        "material": material_text(asked.material) if asked.material else "",
        "terms": str(TERMS[asked.terms]) if asked.terms else "",
        "door_max": up_to(asked.door_max, doors.currency) if doors and asked.door_max else "",
        "days": days_text(asked.days, today) if asked.days and doors else "",
        "verified": _("Verified sellers only") if asked.verified else "",
        "small": _("From small countries") if asked.small else "",
        "in_stock": _("In stock only") if asked.in_stock else "",
        "min": _("Price from %(amount)s") % {"amount": address.get("min")} if asked.price_min_minor is not None else "",
        "max": _("Price to %(amount)s") % {"amount": address.get("max")} if asked.price_max_minor is not None else "",
    }
    return [Chosen(text, _without(address, [kind])) for kind, text in texts.items() if text]


def without_filters(address: QueryDict) -> str:
    """Return the address with its words and order only."""
    return _without(address, FILTERS)


def material_text(value: str) -> str:
    """Return a material (``olive-wood``) in the page's language where it is known, else as its seller wrote it."""
    words = value.split("-")
    known = asked_concepts(words, "en")
    if len(known) == 1 and (known[0].first, known[0].last) == (0, len(words) - 1):
        name = name_in(known[0].names[0], get_language() or "en")
        if name:
            return isolated(name[:1].upper() + name[1:])
    text = " ".join(words)
    return isolated(text[:1].upper() + text[1:])


def up_to(amount: int, currency: str) -> str:
    """``up to KES 2,000``; amount: major units."""
    shown = money_text(Money(amount * 10 ** exponent(currency), currency))
    return pgettext("price", "up to %(amount)s") % {"amount": shown}


def days_text(days: int, today: date) -> str:
    """``by 5 Dec``."""
    return pgettext("delivery", "by %(day)s") % {"day": day_text(today + timedelta(days=days))}


def _list(everything: str, values: Iterable[FacetValue], text: Callable[[str], str], on: str) -> list[tuple[str, str]]:
    found = [(one.value, f"{text(one.value)} ({number_text(one.count)})") for one in values]
    if on and on not in dict(found):
        found.append((on, text(on)))
    return [("", everything), *found]


def _below(bands: Sequence[Band], minor: int) -> int:
    return sum(band.count for band in bands if band.high_minor is not None and band.high_minor <= minor)


def _without(address: QueryDict, kinds: Iterable[str]) -> str:
    kept = QueryDict(mutable=True)
    for name, value in address.dict().items():
        if value and name not in (*kinds, "page"):
            kept[name] = str(value)
    return f"?{kept.urlencode()}"
