"""One overview: days, countries, products, words, and where buying ends, by the price at the door."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Sum

from karum.catalogue.domain.product_files import guard
from karum.catalogue.queries.sellers import titles_of
from karum.insight.domain.charts import Bar, bars
from karum.insight.domain.tally import BANDS, Step, What
from karum.insight.models import Count

HIDDEN_BELOW = 5
ROWS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is of, how often, and for countries how many bought."""

    key: str
    number: int
    bought: int | None = None
    name: str = ""  # for people, where it is not the key

    @property
    def share(self) -> float | None:
        """Paid orders by pages seen, in whole hundredths; None where none were seen."""
        return None if self.bought is None or self.number == 0 else round(min(self.bought / self.number, 1.0), 2)


@dataclass(frozen=True, slots=True)
class Funnel:
    """One band of prices at the door: how many came to each step."""

    lower: int
    upper: int | None
    reached: Mapping[str, int]

    @property
    def steps(self) -> list[tuple[str, int]]:
        return [(step.value, self.reached.get(step.value, 0)) for step in Step]

    @property
    def left(self) -> float | None:
        """The part of carts that did not become a paid order; None where too few were seen."""
        began = max(self.reached.values(), default=0)
        return round(1 - self.reached.get(Step.DONE, 0) / began, 2) if began >= HIDDEN_BELOW else None


@dataclass(frozen=True, slots=True)
class Insight:
    """What was counted in the days from ``first`` to ``last``. Rows below HIDDEN_BELOW are not in it."""

    first: date
    last: date
    days: tuple[tuple[date, int], ...]
    countries: tuple[Row, ...]
    products: tuple[Row, ...]
    asked: tuple[Row, ...]
    missed: tuple[Row, ...]
    funnels: tuple[Funnel, ...]

    @property
    def views(self) -> int:
        return sum(number for _day, number in self.days)

    @property
    def bought(self) -> int:
        return sum(funnel.reached.get(Step.DONE, 0) for funnel in self.funnels)

    @property
    def bars(self) -> list[Bar]:
        return bars([number for _day, number in self.days])


def insight(seller_id: int | None, *, last: date, days: int, language: str = "en") -> Insight:
    """The last ``days`` days of one seller, or of the whole hub (None). Words are always those of the whole hub.

    language: for the names of products.
    """
    first, seller = last - timedelta(days=days - 1), seller_id or 0
    rows = Count.objects.filter(seller_id=seller, day__gte=first, day__lte=last)
    views = rows.filter(what=What.VIEW)
    by_day = dict(views.values_list("day").annotate(Sum("number")))
    every = [first + timedelta(days=n) for n in range(days)]
    hub = Count.objects.filter(seller_id=0, day__gte=first, day__lte=last)
    steps = rows.filter(what=What.STEP)
    bought: dict[str, int] = dict(
        steps.filter(key__startswith=f"{Step.DONE}:").values_list("country").annotate(Sum("number"))
    )
    return Insight(
        first=first,
        last=last,
        days=tuple((day, by_day.get(day, 0)) for day in every),
        countries=_countries(views, bought),
        products=_named(_top(views), language),
        asked=_top(hub.filter(what=What.ASKED)),
        missed=_top(hub.filter(what=What.MISSED)),
        funnels=_funnels(dict(steps.values_list("key").annotate(Sum("number")))),
    )


def as_csv(found: Insight) -> str:
    """All of it as one table: kind, of what, number, bought. Only what the page may show."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["kind", "of", "number", "bought"])
    writer.writerows(["views by day", day.isoformat(), number, ""] for day, number in found.days)
    tables: Sequence[tuple[str, tuple[Row, ...]]] = (
        ("views by country", found.countries), ("views by product", found.products), ("searched", found.asked),
        ("searched, little found", found.missed),
    )  # fmt: skip
    for kind, rows in tables:
        writer.writerows([kind, guard(row.key), row.number, "" if row.bought is None else row.bought] for row in rows)
    for funnel in found.funnels:
        name = f"{funnel.lower}-{funnel.upper or ''}"
        writer.writerows([f"came to {step} at this price at the door", name, n, ""] for step, n in funnel.steps)
    return out.getvalue()


def _top(rows: object) -> tuple[Row, ...]:
    counted = rows.values_list("key").annotate(all=Sum("number")).filter(all__gte=HIDDEN_BELOW)  # type: ignore[attr-defined]
    return tuple(Row(key, number) for key, number in counted.order_by("-all", "key")[:ROWS])


def _named(rows: tuple[Row, ...], language: str) -> tuple[Row, ...]:
    titles = titles_of((row.key for row in rows), language)
    return tuple(replace(row, name=titles.get(row.key, row.key)) for row in rows)


def _countries(views: object, bought: Mapping[str, int]) -> tuple[Row, ...]:
    counted = views.values_list("country").annotate(all=Sum("number")).filter(all__gte=HIDDEN_BELOW)  # type: ignore[attr-defined]
    return tuple(
        Row(country, number, bought.get(country, 0)) for country, number in counted.order_by("-all", "country")[:ROWS]
    )


def _funnels(counted: Mapping[str, int]) -> tuple[Funnel, ...]:
    by_band: dict[int, dict[str, int]] = defaultdict(dict)
    for key, number in counted.items():
        step, _colon, lower = key.partition(":")
        by_band[int(lower)][step] = number
    uppers = dict(zip(BANDS, [*BANDS[1:], None], strict=True))
    return tuple(
        Funnel(lower, uppers.get(lower), reached)
        for lower, reached in sorted(by_band.items())
        if max(reached.values()) >= HIDDEN_BELOW
    )
