"""An import as a piece of work: begun by a seller, done at once when it is small, else by the worker, in small steps.

Each step is written as it is done, so the page shows how far it is. A worker that dies begins the file again: what was
written before is found by handle, SKU and address, and stays as it is.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from karum.catalogue.domain.product_files import BrokenFile
from karum.catalogue.domain.reports import ReportRow
from karum.catalogue.models import ImportPicture, ImportRow, ImportState, ProductImport
from karum.catalogue.services.import_messages import file_message
from karum.catalogue.services.importing import (
    READERS,
    ImportDefaults,
    rows_of_the_file,
    write_products,
)
from karum.catalogue.services.problems import NotAccepted

AT_ONCE = 50
"""A file with so many products, and four times as many rows, is done while its seller waits: a few seconds."""
_STEP = 20
_KEPT = timedelta(days=90)


def begin_import(
    seller_id: int,
    source: str,
    content: bytes,
    *,
    name: str,
    defaults: ImportDefaults,
    now: datetime,
) -> int:
    """Take a file in; return the id of its import. Raises NotAccepted, field ``file``, when it cannot be read.

    The report is in the language of now.
    """
    try:
        table = READERS[source](content)
    except BrokenFile as broken:
        raise NotAccepted({"file": file_message(broken.why, broken.row, broken.detail)}) from None
    with transaction.atomic():
        row = ProductImport.objects.create(
            seller_id=seller_id,
            source=source,
            name=name[:120],
            content=content,
            defaults=asdict(defaults),
            language=translation.get_language() or "en",
            products=len(table.products),
            created_at=now,
        )
        at_once = len(table.products) <= AT_ONCE and sum(len(one.rows) for one in table.products) <= 4 * AT_ONCE
        if not at_once:
            app.configure_task("catalogue.run_import", lock=f"import-{seller_id}").defer(import_id=row.id)
    if at_once:
        run_import(row.id)
    return row.id


def run_import(import_id: int) -> None:
    """Write the products of an import, then have its pictures fetched. Done twice, it does nothing more."""
    row = ProductImport.objects.filter(id=import_id, state__in=(ImportState.WAITING, ImportState.WORKING)).first()
    if row is None:
        return
    with translation.override(row.language), transaction.atomic():
        table = READERS[row.source](bytes(row.content))
        ImportRow.objects.filter(of=row).delete()  # of a worker that died
        ImportPicture.objects.filter(of=row).delete()
        _report(import_id, rows_of_the_file(table))
        ProductImport.objects.filter(id=import_id).update(state=ImportState.WORKING, products_done=0)
    with translation.override(row.language):
        written = write_products(row.seller_id, table, ImportDefaults(**row.defaults))
        reports: list[ReportRow] = []
        for count, one in enumerate(written, 1):
            reports += one.rows
            if one.product_id is not None and one.pictures:
                ImportPicture.objects.bulk_create(
                    ImportPicture(of_id=import_id, product_id=one.product_id, address=address[:2000])
                    for address in one.pictures
                )
            if count % _STEP == 0:
                _report(import_id, reports)
                reports = []
                ProductImport.objects.filter(id=import_id).update(products_done=count)
    with transaction.atomic():
        _report(import_id, reports)
        pictures = ImportPicture.objects.filter(of=row, done=False).exists()
        ProductImport.objects.filter(id=import_id).update(
            state=ImportState.PICTURES if pictures else ImportState.DONE,
            products_done=row.products,
            content=b"",
            finished_at=None if pictures else timezone.now(),
        )
        if pictures:
            app.configure_task("catalogue.fetch_pictures", lock=f"pictures-{row.seller_id}").defer(import_id=import_id)


def forget_imports(*, now: datetime) -> int:
    """Delete imports that were finished long ago, with their reports; return how many rows went."""
    return ProductImport.objects.filter(finished_at__lt=now - _KEPT).delete()[0]


def _report(import_id: int, rows: Iterable[ReportRow]) -> None:
    ImportRow.objects.bulk_create(
        ImportRow(of_id=import_id, row=one.row, handle=one.handle[:255], outcome=one.outcome.value, message=one.message)
        for one in rows
    )
