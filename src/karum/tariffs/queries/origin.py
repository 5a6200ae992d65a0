"""Schemes of origin, and what must be done to goods for them to originate."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from karum.tariffs.domain.codes import LONGEST
from karum.tariffs.models import OriginRule, OriginScheme
from karum.tariffs.queries.current import standing


class Scheme(NamedTuple):
    """An agreement, with the countries to which it applies and the proofs that it accepts."""

    system: str
    code: str
    title: str
    countries: tuple[str, ...]
    proofs: tuple[str, ...]
    links: tuple[str, ...]
    file: str
    place: str
    sha256: str


class Rule(NamedTuple):
    """What makes goods of ``low`` to ``high`` (ten digits, included) originate; several rules of one range add up.

    operator: how it is joined with the next rule of the range ("or", "and"), as the file says. quota: it holds within
    an origin quota only.
    """

    scheme: str
    low: str
    high: str
    heading: str
    text: str
    classes: tuple[str, ...]
    operator: str
    quota: bool
    file: str
    place: str
    sha256: str


def schemes_between(a: str, b: str, day: date, *, known: datetime | None = None) -> list[Scheme]:
    """Return the schemes under which goods of country ``a`` enter ``b`` at a lower duty, or the other way round.

    Only what was loaded: the schemes of the tariff of ``a`` that name ``b``, and those of ``b`` that name ``a``.
    """
    found: list[Scheme] = []
    for system, partner in ((a, b), (b, a)):
        rows = OriginScheme.objects.filter(standing(day, known), system=system, countries__contains=[partner])
        found += [_scheme(row) for row in rows.select_related("file").order_by("code")]
    return found


def scheme(code: str, day: date, *, system: str = "GB", known: datetime | None = None) -> Scheme | None:
    """Return a scheme by its code; None when no loaded file has it on that day."""
    row = OriginScheme.objects.filter(standing(day, known), system=system, code=code).select_related("file").first()
    return None if row is None else _scheme(row)


def origin_rules(
    scheme: str, hs_code: str, day: date, *, system: str = "GB", known: datetime | None = None
) -> list[Rule]:
    """Return the rules of a scheme for goods of ``hs_code`` (6 to 10 digits), in the file's order.

    A code of less than ten digits meets every range that it touches: the rules may differ by further digits.
    """
    low, high = hs_code.ljust(LONGEST, "0"), hs_code.ljust(LONGEST, "9")
    rows: QuerySet[OriginRule] = OriginRule.objects.filter(
        standing(day, known), system=system, scheme=scheme, low__lte=high, high__gte=low
    )
    return [_rule(row) for row in rows.select_related("file").order_by("low", "high", "id")]


def schemes_for(
    system: str, codes: Collection[str], day: date, *, known: datetime | None = None
) -> list[tuple[Scheme, list[Rule]]]:
    """Return each scheme of a tariff that has rules for one of the codes (6 to 10 digits), with these rules."""
    touching = Q()
    for code in codes:
        touching |= Q(low__lte=code.ljust(LONGEST, "9"), high__gte=code.ljust(LONGEST, "0"))
    if not codes:
        return []
    rules: dict[str, list[Rule]] = {}
    rows: QuerySet[OriginRule] = OriginRule.objects.filter(touching, standing(day, known), system=system)
    for row in rows.select_related("file").order_by("low", "high", "id"):
        rules.setdefault(row.scheme, []).append(_rule(row))
    schemes = OriginScheme.objects.filter(standing(day, known), system=system, code__in=sorted(rules))
    return [(_scheme(row), rules[row.code]) for row in schemes.select_related("file").order_by("code")]


def _scheme(row: OriginScheme) -> Scheme:
    return Scheme(
        row.system,
        row.code,
        row.title,
        tuple(row.countries),
        tuple(row.proofs),
        tuple(row.links),
        row.file.name,
        row.place,
        row.file.sha256,
    )


def _rule(row: OriginRule) -> Rule:
    return Rule(
        row.scheme,
        row.low,
        row.high,
        row.heading,
        row.text,
        tuple(row.classes),
        row.operator,
        row.quota,
        row.file.name,
        row.place,
        row.file.sha256,
    )
