"""The landed cost as the hub knows it: the market's own file, and over it the official tariff where one is loaded."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from django.db.models import Count, Max

from karum.rules import domain
from karum.rules import queries as rules
from karum.rules.domain import LandedCost, Market, QuoteRequest
from karum.rules.domain.measures import OriginRule, OriginScheme
from karum.tariffs.domain.laws import Law
from karum.tariffs.domain.overlay import Tariffed, lay_over, read, references
from karum.tariffs.laws import law_of
from karum.tariffs.models import SourceFile
from karum.tariffs.queries.areas import members_of
from karum.tariffs.queries.measures import measures_on
from karum.tariffs.queries.origin import schemes_for

FRESH_SECONDS = 2.0  # how long a process goes on without asking whether a file was loaded
KEPT = 50_000  # codes of which a process keeps what the tariff says
PAGE = 100  # codes: with more it is a catalogue


class Files(NamedTuple):
    """The official files of one tariff that are loaded. ``revision`` grows with every file; 0 is none."""

    revision: int
    number: int
    newest: str


def landed_cost(request: QuoteRequest, *, known: datetime | None = None) -> LandedCost:
    """Return the landed cost with the official tariff of the destination, if one was loaded; else by its file alone.

    known: a moment; the answer is the one that the hub would have given then. Raises RuleFileError for a broken file.
    """
    market = market_for(request.destination, [item.hs_code for item in request.items], request.day, known=known)
    return rules.landed_cost(request) if market is None else domain.landed_cost(request, market)


def market_for(destination: str, codes: Iterable[str], day: date, *, known: datetime | None = None) -> Market | None:
    """Return the rules of a destination for goods of these codes; None for a destination without rules."""
    market = rules.market(destination)
    law = None if market is None else law_of(_system(market))
    if market is None or law is None:
        return market
    files = _files(law.system)
    if not files.revision:
        return market
    asked = tuple(sorted({code for code in codes if code}))
    if known is not None:
        return _market(market, law, _read(law, asked, day, known), files, day, known)
    return _kept_market(destination, asked, day, files)


def prepare(destination: str, codes: Iterable[str], day: date) -> None:
    """Read by one query what the tariff says of many codes, so that their quotes find it at hand."""
    market_for(destination, codes, day)


@lru_cache(maxsize=4096)
def _kept_market(destination: str, codes: tuple[str, ...], day: date, files: Files) -> Market:
    market = rules.market(destination)
    assert market is not None
    law = law_of(_system(market))
    assert law is not None
    return _market(market, law, _kept.of(law, codes, day, files.revision), files, day)


def _market(
    market: Market, law: Law, found: Sequence[Tariffed], files: Files, day: date, known: datetime | None = None
) -> Market:
    versions = {f"{law.system}-TARIFF": f"{files.newest}, {files.number} files"}
    return lay_over(market, found, law, versions, _origin_schemes(law, [one.code for one in found], day, known))


def _origin_schemes(law: Law, codes: Sequence[str], day: date, known: datetime | None = None) -> list[OriginScheme]:
    """The rules of origin for a parcel's or a page's goods; a whole catalogue is priced without them."""
    if len(codes) > PAGE:
        return []
    return [
        OriginScheme(
            scheme.title,
            frozenset(scheme.countries),
            tuple(OriginRule(rule.low, rule.high, rule.text) for rule in rules),
        )
        for scheme, rules in schemes_for(law.system, codes, day, known=known)
    ]


def _read(law: Law, codes: Sequence[str], day: date, known: datetime | None) -> list[Tariffed]:
    rows = measures_on(law.system, {*codes, *(code[:6] for code in codes)}, day, known=known)
    pointed = references(rows)
    elsewhere = {
        row.code: row
        for row in measures_on(law.system, pointed, day, known=known)
        if row.code in pointed and law.roles.get(row.type) == "mfn"
    }
    members = members_of(law.system, {row.area for row in rows}, day, known=known)
    return [read(code, rows, law, members, elsewhere) for code in codes]


class _Kept:
    """What the tariff says of the codes asked last, so that a page of goods asks the database once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[tuple[object, ...], Tariffed] = OrderedDict()

    def of(self, law: Law, codes: Sequence[str], day: date, revision: int) -> list[Tariffed]:
        keys = {code: (law.system, code, day, revision) for code in codes}
        with self._lock:
            held = {code: self._found[key] for code, key in keys.items() if key in self._found}
        missing = [code for code in codes if code not in held]
        if missing:
            fresh = {tariffed.code: tariffed for tariffed in _read(law, missing, day, None)}
            held |= fresh
            with self._lock:
                self._found.update({keys[code]: tariffed for code, tariffed in fresh.items()})
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)
        return [held[code] for code in codes]


_kept = _Kept()
_seen: dict[str, tuple[float, Files]] = {}


def _files(system: str) -> Files:
    """What is loaded for a system; asked again when the last answer is two seconds old."""
    now = time.monotonic()
    held = _seen.get(system)
    if held is None or now - held[0] > FRESH_SECONDS:
        loaded = SourceFile.objects.filter(system=system)
        found = loaded.aggregate(newest=Max("loaded_at"), number=Count("*"), revision=Max("id"))
        newest = found["newest"].date().isoformat() if found["newest"] else ""
        held = _seen[system] = (now, Files(found["revision"] or 0, found["number"], newest))
    return held[1]


def forget() -> None:
    """Ask anew at once: a file was loaded in this process, or a test begins."""
    _seen.clear()


def _system(market: Market) -> str:
    """Whose tariff a market uses: the union's for its members."""
    return "EU" if len(market.union) > 1 else market.code
