"""Lay what an official tariff says of some goods over a market's own file, so that one engine reckons with both. Pure.

The official word wins for the codes it was asked about; the file goes on serving the rest: taxes, fees, regimes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from karum.rules.domain import Cite, Duty, Market, Source, Validity, parse_duty
from karum.rules.domain.measures import (
    Additional,
    OriginScheme,
    Preference,
    Rate,
    RateTable,
    Restriction,
    RestrictionTable,
)
from karum.tariffs.domain.codes import divides, significant, stands_on
from karum.tariffs.domain.laws import Footnoted, Law, Scheme
from karum.tariffs.domain.rows import MeasureRow

Tabled = TypeVar("Tabled", Preference, Additional)
STOPPED = "stopped"  # the mark that readers of TARIC give to such a measure
REFERENCE = re.compile(r"\b(99\d\d)\.(\d\d)\.(\d\d)\b")
_QUOTA = "The quota %s must not be used up"


@dataclass(frozen=True, slots=True)
class Tariffed:
    """What an official tariff says of one code on one day. ``rate`` None: the tariff does not know the code.

    silent: measures of which it should speak and does not, so that the market's own file goes on speaking of them.
    """

    code: str
    rate: Rate | None
    preferences: tuple[Preference, ...]
    additional: tuple[Additional, ...]
    restrictions: tuple[Restriction, ...]
    silent: frozenset[str] = frozenset()


def references(rows: Iterable[MeasureRow]) -> frozenset[str]:
    """Return the codes of chapter 99 to which the footnotes of these rows point."""
    found = (match for row in rows for note in row.footnotes for match in REFERENCE.finditer(note))
    return frozenset("".join(match.groups()) for match in found)


def read(
    code: str,
    rows: Sequence[MeasureRow],
    law: Law,
    members: Mapping[str, frozenset[str]],
    elsewhere: Mapping[str, MeasureRow],
) -> Tariffed:
    """Return what ``rows`` say of ``code``.

    rows: measures; those on the code, above it and below it count. Where the tariff does not have the code's further
    digits, what it says of the six digits of the Harmonized System counts. members: countries of the groups among
    their areas. elsewhere: the rows of chapter 99 to which footnotes point, by code.
    """
    if not any(law.roles.get(row.type) == "mfn" and _concerns(row, code) for row in rows):
        return (
            replace(read(code[:6], rows, law, members, elsewhere), code=code)
            if len(code) > 6
            else Tariffed(code, None, (), (), ())
        )
    by_role: dict[str, list[MeasureRow]] = {}
    for row in rows:
        if (role := law.roles.get(row.type)) is not None and _concerns(row, code):
            by_role.setdefault(role, []).append(row)
    ordinary = [row for row in by_role.get("mfn", ()) if row.area in law.everyone]
    leaves = frozenset(significant(row.code) for row in ordinary if _is_below(row, code))
    column2 = tuple(_column2(code, by_role.get("column2", ()), law, leaves))
    silent = {kind.code for kind in law.footnoted if any(_leaves_open(row, kind, law, elsewhere) for row in ordinary)}
    if law.column2 is not None and not column2:
        silent.add(law.column2[0])
    return Tariffed(
        code,
        _rate(code, ordinary, law, leaves),
        (
            *_preferences(code, by_role.get("preference", ()), law, members, leaves),
            *_quotas(code, by_role.get("quota", ()), law, members, leaves),
        ),
        (
            *column2,
            *(measure for measure in _footnoted(code, ordinary, law, elsewhere) if measure.code not in silent),
            *_additional(code, by_role.get("additional", ()), law, members, leaves, "duty"),
            *_additional(code, by_role.get("excise", ()), law, members, leaves, "excise"),
        ),
        tuple(_restriction(code, row, law, members) for row in by_role.get("restriction", ())),
        frozenset(silent),
    )


def lay_over(
    market: Market,
    found: Sequence[Tariffed],
    law: Law,
    versions: Mapping[str, str],
    origin_schemes: Sequence[OriginScheme],
) -> Market:
    """Return the market with the official tariff's word on the codes found, and with the rules of origin for them."""
    market = replace(market, origin_schemes=tuple(origin_schemes))
    known = [tariffed for tariffed in found if tariffed.rate is not None]
    if not known:
        return market
    codes = frozenset(tariffed.code for tariffed in known)
    rates = [tariffed.rate for tariffed in known if tariffed.rate is not None]
    official = _one_of_each(_named(scheme, market) for tariffed in known for scheme in tariffed.preferences)
    extra = _one_of_each(measure for tariffed in known for measure in tariffed.additional)
    return replace(
        market,
        tariff=replace(RateTable.of(rates), under=market.tariff),
        preferences=(*official, *(_without(scheme, codes) for scheme in market.preferences)),
        additional=(
            *extra,
            *(
                _without(measure, frozenset(one.code for one in known if _speaks_of(one, measure, law)))
                for measure in market.additional
            ),
        ),
        restrictions=_restricted(market, [entry for tariffed in known for entry in tariffed.restrictions]),
        versions={**market.versions, **versions},
    )


def _speaks_of(tariffed: Tariffed, measure: Additional, law: Law) -> bool:
    """Whether the tariff's word on a code takes the place of a measure of the market's file: it is the same one, or
    another duty on top for the same countries in a tariff that holds all such duties.
    """
    if measure.code in tariffed.silent:
        return False
    named = {footnoted.code for footnoted in law.footnoted} | ({law.column2[0]} if law.column2 else set())
    if measure.code in named:
        return True
    return any(
        own.code == measure.code
        or (
            "additional" in law.roles.values()
            and own.kind == measure.kind == "duty"
            and own.origins is not None
            and measure.origins is not None
            and measure.origins <= own.origins
        )
        for own in tariffed.additional
    )


def _restricted(market: Market, official: Sequence[Restriction]) -> RestrictionTable:
    return RestrictionTable.of((*market.restrictions, *official)) if official else market.restrictions


def _rate(code: str, rows: Sequence[MeasureRow], law: Law, leaves: frozenset[str]) -> Rate | None:
    chosen = _nearest(code, rows, leaves)
    return Rate(code, _joined(chosen, law), _cite(chosen[0], law)) if chosen else None


def _preferences(
    code: str, rows: Iterable[MeasureRow], law: Law, members: Mapping[str, frozenset[str]], leaves: frozenset[str]
) -> Iterable[Preference]:
    for area, of_area in _by_area(rows).items():
        if area in law.not_in_force:
            continue
        chosen = _nearest(code, of_area, leaves)
        if not chosen or _only_some(chosen, code, leaves):
            continue  # some lines under the code have no preference: more digits are needed to say which
        scheme = law.schemes.get(area) or Scheme("", frozenset(), "")
        origins = scheme.origins or members.get(area) or frozenset({area})
        cite = _cite(chosen[0], law)
        rate = Rate(code, _joined(chosen, law), cite)
        yield Preference(scheme.code, origins - set(chosen[0].excluded), scheme.proof, RateTable.of([rate]), (), cite)


def _quotas(
    code: str, rows: Iterable[MeasureRow], law: Law, members: Mapping[str, frozenset[str]], leaves: frozenset[str]
) -> Iterable[Preference]:
    """A lower duty while a quota lasts: an option only for who says, by the quota's number, that it is open."""
    for row in _nearest(code, list(rows), leaves):
        scheme = law.schemes.get(row.area)
        origins = (scheme.origins if scheme else None) or members.get(row.area) or frozenset({row.area})
        cite = _cite(row, law)
        name = f"{law.system}-QUOTA-{row.order_number or row.regulation}"
        table = RateTable.of([Rate(code, parse_duty(row.duty or "", law.dollar), cite)])
        yield Preference(name, origins - set(row.excluded), _QUOTA % row.order_number, table, (), cite)


def _column2(code: str, rows: Sequence[MeasureRow], law: Law, leaves: frozenset[str]) -> Iterable[Additional]:
    chosen = _nearest(code, rows, leaves)
    if chosen and law.column2 is not None:
        name, origins = law.column2
        yield _measure(name, origins, code, _joined(chosen, law), _cite(chosen[0], law), effect="replaces")


def _footnoted(
    code: str, rows: Sequence[MeasureRow], law: Law, elsewhere: Mapping[str, MeasureRow]
) -> Iterable[Additional]:
    """Measures of chapter 99 to which the footnotes of the code's line, or of all lines under it, point."""
    for kind in law.footnoted:
        texts: dict[str, MeasureRow | None] = {}
        for row in rows:
            adding = _adding(row, kind, elsewhere)
            texts |= {_added(hit): hit for hit in adding}
            if not adding:
                texts["Free"] = None
        hits = [row for row in texts.values() if row is not None]
        if hits:
            duty = parse_duty(" or ".join(sorted(texts)))
            yield _measure(kind.code, kind.origins, code, duty, _cite(hits[0], law))


def _adding(row: MeasureRow, kind: Footnoted, elsewhere: Mapping[str, MeasureRow]) -> list[MeasureRow]:
    """The headings of chapter 99 to which a line's footnotes point and that add something."""
    named = [elsewhere[ref] for ref in sorted(_pointed(row, kind)) if ref in elsewhere]
    return [hit for hit in named if hit.duty and parse_duty(hit.duty).known and parse_duty(hit.duty).plain]


def _leaves_open(row: MeasureRow, kind: Footnoted, law: Law, elsewhere: Mapping[str, MeasureRow]) -> bool:
    """Whether a line says nothing of a footnoted measure: its file has no footnotes, or they lead to nothing read."""
    if row.kind in law.without_footnotes:
        return True
    return not _adding(row, kind, elsewhere) and any(
        ref not in elsewhere or not parse_duty(elsewhere[ref].duty or "").known for ref in _pointed(row, kind)
    )


def _pointed(row: MeasureRow, kind: Footnoted) -> list[str]:
    return [ref for ref in references([row]) if ref.startswith(kind.prefixes)]


def _added(row: MeasureRow) -> str:
    """What a heading of chapter 99 adds: "The duty provided in the applicable subheading + 25%" adds 25%."""
    return " + ".join(part.text for part in parse_duty(row.duty or "").plain)


def _additional(
    code: str,
    rows: Iterable[MeasureRow],
    law: Law,
    members: Mapping[str, frozenset[str]],
    leaves: frozenset[str],
    kind: str,
) -> Iterable[Additional]:
    for (area, type_), group in _by_area_and_type(rows).items():
        chosen = _nearest(code, group, leaves)
        if not chosen:
            continue
        scheme = law.schemes.get(area)
        everyone = area in law.everyone
        origins = (scheme.origins if scheme else None) or members.get(area) or frozenset({area})
        yield replace(
            _measure(
                f"{law.system}-{type_}-{area}" if not everyone else f"{law.system}-{type_}",
                None if everyone else origins,
                code,
                _joined(chosen, law, also="Free" if _only_some(chosen, code, leaves) else ""),
                _cite(chosen[0], law),
            ),
            kind="excise" if kind == "excise" else "duty",
            origins_except=frozenset(chosen[0].excluded),
            base=("goods", "freight", "insurance", "duty") if kind == "excise" else ("goods", "freight", "insurance"),
        )


def _measure(
    name: str, origins: frozenset[str] | None, code: str, duty: Duty, cite: Cite, effect: str = "adds"
) -> Additional:
    return Additional(
        code=name,
        kind="duty",
        origins=origins,
        origins_except=frozenset(),
        table=RateTable.of([Rate(code, duty, cite)]),
        base=("goods",),
        hs_except=(),
        effect="replaces" if effect == "replaces" else "adds",
        cap=None,
        unless=frozenset(),
        unless_proof=frozenset(),
        cite=cite,
    )


def _without(measure: Tabled, codes: frozenset[str]) -> Tabled:
    """The file's measure for every code but these, of which the official tariff has spoken."""
    return replace(measure, table=replace(measure.table, except_codes=codes))


def _one_of_each(measures: Iterable[Tabled]) -> list[Tabled]:
    """One measure with one table for what is the same but for the code of the goods."""
    groups: dict[tuple[object, ...], list[Tabled]] = {}
    for measure in measures:
        groups.setdefault(_sameness(measure), []).append(measure)
    return [
        same[0]
        if len(same) == 1
        else replace(
            same[0],
            table=RateTable.of(rate for measure in same for rates in measure.table.rates.values() for rate in rates),
            cite=replace(same[0].cite, valid=Validity(None, None)),
        )
        for same in groups.values()
    ]


def _sameness(measure: Preference | Additional) -> tuple[object, ...]:
    if isinstance(measure, Preference):
        return measure.code, measure.origins, measure.proof
    return measure.code, measure.origins, measure.origins_except, measure.kind, measure.effect, measure.base


def _named(scheme: Preference, market: Market) -> Preference:
    """Give a preference whose area the law does not name the code and proof of the market's file for its origins."""
    if scheme.code:
        known = next((other for other in market.preferences if other.code == scheme.code), None)
        return replace(scheme, proof=scheme.proof or (known.proof if known else ""))
    like = [other for other in market.preferences if scheme.origins <= other.origins]
    if like:
        nearest = min(like, key=lambda other: len(other.origins))
        return replace(scheme, code=nearest.code, proof=nearest.proof)
    return replace(scheme, code=f"{market.code}-PREFERENCE-{min(scheme.origins, default='')}", proof="")


def _nearest(code: str, rows: Sequence[MeasureRow], leaves: frozenset[str]) -> list[MeasureRow]:
    """The rows that decide on a code: of the line nearest above it (or its own); where there is none, all below it."""
    above = [row for row in rows if not _is_below(row, code)]
    if not above:
        return list(rows)
    longest = max(len(significant(row.code)) for row in above)
    own = [row for row in above if len(significant(row.code)) == longest]
    return own + [row for row in rows if _is_below(row, code) and significant(row.code) in leaves]


def _concerns(row: MeasureRow, code: str) -> bool:
    """Whether a measure stands above, on or below a code, and has not been stopped before its end."""
    return STOPPED not in row.conditions and (stands_on(row.code, code) or divides(row.code, code))


def _is_below(row: MeasureRow, code: str) -> bool:
    return divides(row.code, code)


def _only_some(rows: Iterable[MeasureRow], code: str, leaves: frozenset[str]) -> bool:
    """Whether the rows stand on some lines under the code, but not on all of them."""
    below = {significant(row.code) for row in rows if _is_below(row, code)}
    return bool(below) and not leaves <= below


def _by_area(rows: Iterable[MeasureRow]) -> dict[str, list[MeasureRow]]:
    groups: dict[str, list[MeasureRow]] = {}
    for row in rows:
        groups.setdefault(row.area, []).append(row)
    return groups


def _by_area_and_type(rows: Iterable[MeasureRow]) -> dict[tuple[str, str], list[MeasureRow]]:
    groups: dict[tuple[str, str], list[MeasureRow]] = {}
    for row in rows:
        groups.setdefault((row.area, row.type), []).append(row)
    return groups


def _joined(rows: Sequence[MeasureRow], law: Law, also: str = "") -> Duty:
    """One duty where all rows agree; else an unknown that names all that it may be."""
    texts = list(dict.fromkeys((row.duty or "").strip() for row in rows))
    if also:
        texts = list(dict.fromkeys((*texts, also)))
    return parse_duty(texts[0] if len(texts) == 1 else " or ".join(texts), law.dollar)


def _restriction(code: str, row: MeasureRow, law: Law, members: Mapping[str, frozenset[str]]) -> Restriction:
    need = law.needs[row.type]
    origins = None if row.area in law.everyone else members.get(row.area) or frozenset({row.area})
    return Restriction(
        code=f"{law.system}-{row.type}-{row.code}",
        status=need.status,
        destinations=None,
        origins=origins,
        # On a line below the code: only further digits say whether it concerns the goods.
        hs=(significant(row.code) if _is_below(row, code) else code,),
        origins_except=frozenset(row.excluded),
        law=f"{law.title}: {row.regulation or row.type}",
        needs=need.needs,
        cite=_cite(row, law),
    )


def _cite(row: MeasureRow, law: Law) -> Cite:
    source = Source(law.title, f"{row.file} sha256:{row.sha256[:12]}", row.place, law.url)
    return Cite(source, Validity(row.valid.start, row.valid.end), "A")
