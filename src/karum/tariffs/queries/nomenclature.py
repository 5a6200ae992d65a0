"""Lines of the loaded nomenclatures, and words in them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Q, QuerySet

from karum.tariffs.domain.codes import LONGEST, significant
from karum.tariffs.domain.lines import Line, line_with_ancestors, order
from karum.tariffs.models import Nomenclature
from karum.tariffs.queries.current import standing

_CHAPTER, _HEADING = 2, 4  # digits


def lines(system: str, prefix: str, day: date, *, language: str = "en", known: datetime | None = None) -> list[Line]:
    """Return the lines whose code begins with ``prefix``, with those that group them, as in the printed tariff."""
    rows = _standing(system, day, language, known).filter(sort__gte=prefix, sort__lt=prefix + ":")
    return order(_line(row) for row in rows)


def children(system: str, code: str, day: date, *, language: str = "en") -> list[Line]:
    """Return the lines directly below ``code``."""
    below = lines(system, significant(code), day, language=language)
    own = next((at for at, line in enumerate(below) if line.code == code), None)
    if own is None:
        return []
    deeper = []
    for line in below[own + 1 :]:
        if line.indent <= below[own].indent:
            break
        deeper.append(line)
    top = min((line.indent for line in deeper), default=0)
    return [line for line in deeper if line.indent == top]


def description(system: str, code: str, day: date, *, language: str = "en") -> tuple[str, ...]:
    """Return the words of ``code`` with those of the lines above it, from the top; empty when it is not known.

    A code that the tariff writes with other zero pairs at its end (610910, 6109100000) is found too.
    """
    chapter = (code[:_CHAPTER], code[:_CHAPTER].ljust(LONGEST, "0"))
    near = Q(sort__in=chapter) | Q(sort__gte=code[:_HEADING], sort__lt=code[:_HEADING] + ":")
    found = order(_line(row) for row in _standing(system, day, language, None).filter(near))
    written = {line.code for line in found}
    same = (one for one in (code, code.ljust(LONGEST, "0"), code.ljust(8, "0"), significant(code)) if one in written)
    return tuple(line.text for line in line_with_ancestors(found, next(same, code)))


def descriptions(system: str, codes: Iterable[str], day: date, *, language: str = "en") -> dict[str, str]:
    """Return the own words of each code that is known, without those of the lines above, by one query."""
    rows = _standing(system, day, language, None).filter(sort__in=sorted(set(codes)), suffix="80").exclude(code="")
    return dict(rows.values_list("code", "text"))


def search(system: str, words: str, day: date, *, limit: int = 20) -> list[Line]:
    """Return the lines in which ``words`` (English, as people type them) occur, the nearest first."""
    query = SearchQuery(words, config="english", search_type="websearch")
    vector = SearchVector("text", config="english")
    rows = (
        _standing(system, day, "en", None)
        .annotate(words=vector, rank=SearchRank(vector, query))
        .filter(words=query)
        .order_by("-rank", "sort")[:limit]
    )
    return [_line(row) for row in rows]


def _standing(system: str, day: date, language: str, known: datetime | None) -> QuerySet[Nomenclature]:
    rows = Nomenclature.objects.filter(standing(day, known), system=system, language=language)
    return rows.select_related("file")


def _line(row: Nomenclature) -> Line:
    return Line(
        row.sort,
        row.code,
        row.suffix,
        row.indent,
        row.text,
        tuple(row.units),
        row.language,
        row.file.name,
        row.place,
        row.file.sha256,
    )
