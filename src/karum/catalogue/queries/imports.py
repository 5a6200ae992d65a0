"""Imports as their seller sees them: how far each is, and what became of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import Http404

from karum.catalogue.models import ImportPicture, ImportRow, ProductImport

ROWS_SHOWN = 500


class RowCard(NamedTuple):
    row: int
    handle: str
    outcome: str
    message: str


class PictureProblem(NamedTuple):
    address: str
    problem: str


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import. ``counts``: outcome -> rows. ``rows``: those with a problem first."""

    id: int
    name: str
    source: str
    state: str
    state_name: str
    products: int
    products_done: int
    created_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    pictures: int
    pictures_done: int
    rows: tuple[RowCard, ...] = ()
    picture_problems: tuple[PictureProblem, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.finished_at is not None


def access_import(seller_id: int, import_id: int) -> ImportCard:
    """An import of this seller, with its rows. Raises Http404 for anybody else's."""
    row = ProductImport.objects.defer("content").filter(seller_id=seller_id, id=import_id).first()
    if row is None:
        raise Http404
    first = Case(
        When(outcome="skipped", then=Value(0)),
        When(~Q(message=""), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = ImportRow.objects.filter(of=row).order_by(first, "row", "id")[:ROWS_SHOWN]
    problems = ImportPicture.objects.filter(of=row).exclude(problem="").order_by("id")[:ROWS_SHOWN]
    return _card(
        row,
        tuple(RowCard(one.row, one.handle, one.outcome, one.message) for one in rows),
        tuple(PictureProblem(one.address, one.problem) for one in problems),
    )


def imports_of_seller(seller_id: int, *, limit: int = 10) -> list[ImportCard]:
    """The seller's last imports, the newest first."""
    rows = ProductImport.objects.defer("content").filter(seller_id=seller_id).order_by("-id")[:limit]
    return [_card(row) for row in rows]


def _card(row: ProductImport, rows: tuple[RowCard, ...] = (), problems: tuple[PictureProblem, ...] = ()) -> ImportCard:
    counts = dict(ImportRow.objects.filter(of=row).values_list("outcome").annotate(Count("id")))
    pictures = ImportPicture.objects.filter(of=row).aggregate(all=Count("id"), done=Count("id", filter=Q(done=True)))
    return ImportCard(
        row.id, row.name, row.source, row.state, row.get_state_display(), row.products, row.products_done,
        row.created_at, row.finished_at, counts, pictures["all"], pictures["done"], rows, problems,
    )  # fmt: skip
