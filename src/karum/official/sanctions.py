"""What a list of sanctions gives, entry by entry, and what its three readers share: streamed XML, countries, births."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, Protocol

import pycountry
from lxml import etree

from karum.official.records import Broken, Span
from karum.official.source import Source
from karum.official.xml import elements, first_name

Kind = Literal["person", "entity", "vessel", "aircraft"]


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of an entry. ``strong``: the authority says that it identifies; a weak one is for hints only.

    script: of its first letter, as Unicode names it in small letters: "latin", "arabic", "cyrillic", "cjk".
    """

    text: str
    strong: bool = True
    script: str = "latin"


@dataclass(frozen=True, slots=True)
class Listed:
    """A person, firm, ship or aircraft on a list. The first name is the main one.

    list: KIND of the file. key: the authority's own number of the entry. countries: ISO 3166 alpha-2, of nationality,
    residence and addresses together. births: spans of days; a year known alone is the whole year.
    """

    list: str
    key: str
    kind: Kind
    names: tuple[ListedName, ...]
    place: str
    countries: tuple[str, ...] = ()
    births: tuple[Span, ...] = ()
    programmes: tuple[str, ...] = ()
    remarks: str = ""


class ListReader(Protocol):
    """A module that reads one authority's list. Each file states the whole list."""

    KIND: str

    @staticmethod
    def recognise(source: Source) -> bool: ...

    @staticmethod
    def read(source: Source) -> Iterator[Listed | Broken]: ...


def entries(source: Source, *tags: str) -> Iterator[tuple[etree._Element, str]]:
    """Each element with one of these local names, and its place. Raises BadFile for a list that is not whole."""
    for element in elements(source, *tags):
        yield element, f"line {element.sourceline}"


def root_is(source: Source, name: str) -> bool:
    """Whether the file's first element has this local name, in whatever namespace."""
    return first_name(source) == name


def texts(element: etree._Element, path: str) -> list[str]:
    """The texts at ``path`` ("programList/program"), tidied, without the empty ones; namespaces are ignored."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return [tidy for found in element.iterfind(steps) if (tidy := " ".join((found.text or "").split()))]


def text(element: etree._Element, path: str) -> str:
    """The first text at ``path``, "" when there is none."""
    return next(iter(texts(element, path)), "")


def broken(element: etree._Element, place: str, reason: str) -> Broken:
    """The element as a broken row, with the beginning of its text."""
    return Broken(place, reason, etree.tostring(element, encoding="unicode", with_tail=False)[:500])


def named(*found: tuple[str, bool]) -> tuple[ListedName, ...]:
    """The names (text, strong) in order, each once; a name that is both strong and weak is strong."""
    strong: dict[str, bool] = {}
    for name, is_strong in found:
        if name:
            strong[name] = strong.get(name, False) or is_strong
    return tuple(ListedName(name, is_strong, script_of(name)) for name, is_strong in strong.items())


def script_of(name: str) -> str:
    """The script of the first letter: "latin", "cyrillic", "arabic", "cjk"; "" without any letter."""
    letter = next((char for char in name if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0].lower() if letter else ""


def births_of(words: str) -> Span | None:
    """The days that "07 Oct 1952", "1952-10-07", "Oct 1952", "1952", "circa 1952" or "1950 to 1952" speak of.

    circa: the year before and the year after too. None when it cannot be read.
    """
    plain = words.strip().lower()
    circa = plain.startswith(("circa", "c.", "approximately"))
    plain = re.sub(r"^(circa|c\.|approximately)\s*", "", plain)
    if found := re.fullmatch(r"(.+?)\s*(?:to|-|and)\s+(.+)", plain):
        first, last = births_of(found[1]), births_of(found[2])
        return Span(first.start, last.end) if first and last else None
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[tz+].*)?", plain):
        return _day(int(found[1]), int(found[2]), int(found[3]), circa)
    if found := re.fullmatch(r"(?:(\d{1,2}) )?(?:([a-z]{3,9}) )?(\d{4})", plain):
        month = _MONTHS.get((found[2] or "")[:3], 0)
        if found[2] and not month:
            return None
        return _day(int(found[3]), month, int(found[1] or 0) if month else 0, circa)
    return None


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def _day(year: int, month: int, day: int, circa: bool) -> Span | None:
    if circa:
        return Span(date(year - 1, 1, 1), date(year + 1, 12, 31))
    try:
        if not month:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if not day:
            return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


# Names that authorities write otherwise than ISO 3166.
_AS_WRITTEN = {
    "burma": "MM", "cape verde": "CV", "congo": "CG", "congo, democratic republic of the": "CD",
    "congo, republic of the": "CG", "cote d ivoire": "CI", "czech republic": "CZ",
    "democratic people's republic of korea": "KP", "democratic republic of the congo": "CD", "east timor": "TL",
    "iran": "IR", "ivory coast": "CI", "korea, north": "KP", "korea, south": "KR", "kosovo": "XK", "laos": "LA",
    "libyan arab jamahiriya": "LY", "macau": "MO", "macedonia": "MK", "micronesia": "FM", "moldova": "MD",
    "north korea": "KP", "north macedonia, the republic of": "MK", "palestinian": "PS", "west bank": "PS",
    "gaza": "PS", "region: gaza": "PS", "russia": "RU", "south korea": "KR", "swaziland": "SZ", "syria": "SY",
    "taiwan": "TW", "tanzania": "TZ", "the bahamas": "BS", "bahamas, the": "BS", "gambia, the": "GM",
    "turkey": "TR", "uae": "AE", "uk": "GB", "united kingdom of great britain and northern ireland": "GB",
    "united states of america": "US", "vatican city": "VA", "venezuela": "VE", "vietnam": "VN",
    "virgin islands, british": "VG", "bolivia": "BO", "brunei": "BN", "holy see": "VA",
}  # fmt: skip


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name", "alpha_2", "alpha_3"):
            if value := getattr(country, attribute, ""):
                found[_folded(value)] = country.alpha_2
    return found | {_folded(name): code for name, code in _AS_WRITTEN.items()}


def country_of(words: str) -> str:
    """The ISO 3166 code of a country as lists write it ("Korea, North"); "" when the words are none."""
    return _countries().get(_folded(words), "")


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(re.sub(r"[^a-z0-9, ]", " ", plain).split())


def countries_of(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The codes of these countries, each once, and the words that name no country of ISO 3166."""
    codes = [(word, country_of(word)) for word in words]
    return tuple(dict.fromkeys(code for _, code in codes if code)), [word for word, code in codes if not code]


def remarks_of(said: str, unknown: list[str]) -> str:
    """The remarks, with the countries that could not be read beside them: nothing is dropped."""
    return " ".join([said, *(f"Country as written: {word}." for word in dict.fromkeys(unknown))]).strip()
