"""Import products and offers from a file of Shopify, WooCommerce or Etsy, with a report for each row.

The file is read to its end before anything is written. Each product is one transaction, written whole or not at all, so
that buyers who order meanwhile wait for one product at most; a trial run does the same work and takes it back.
Pictures named by an address are fetched afterwards, by a job and with care (services.import_pictures).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karum.catalogue.domain import cells, etsy, shopify, woocommerce
from karum.catalogue.domain.cells import BadCell
from karum.catalogue.domain.plain_text import html_to_text
from karum.catalogue.domain.product_files import BYTES_MAX, BrokenFile, ImportedProduct, ProductFile, Row
from karum.catalogue.domain.reports import Outcome, Report, ReportRow
from karum.catalogue.models import CategoryName, Offer, OfferState, Product, ProductState, TextState, Variant
from karum.catalogue.services.import_messages import cell_message, file_message
from karum.catalogue.services.listings import listings_at_the_end, refresh
from karum.catalogue.services.offers import set_offer
from karum.catalogue.services.problems import NotAccepted
from karum.catalogue.services.products import add_variant, change_product, change_variant, create_product, save_text
from karum.parties import queries as parties
from karum.text.folding import fold


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What a row gets that does not say it itself. Empty: the business's own currency, language and country."""

    currency: str = ""
    language: str = ""
    category: str = ""  # slug
    hs_code: str = ""
    origin: str = ""
    weight_g: int = 0  # 0: a row without a weight is left out


READERS: Mapping[str, Callable[[bytes], ProductFile]] = {
    "shopify": shopify.read,
    "woocommerce": woocommerce.read,
    "etsy": etsy.read,
}
"""Where a file is from -> who reads it."""


class _Undo(Exception):
    """Ends a trial run."""


class _RowRefused(Exception):
    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row, self.message = row, message


@dataclass(frozen=True, slots=True)
class Written:
    """One product of a file: what became of its rows, and the pictures that its product should have."""

    rows: tuple[ReportRow, ...]
    product_id: int | None
    pictures: tuple[str, ...]


def import_shopify(
    seller_id: int, file: bytes | IO[bytes], *, defaults: ImportDefaults | None = None, dry_run: bool = False
) -> Report:
    """Create and change the seller's products and offers as a file of Shopify says; see ``import_products``."""
    content = file if isinstance(file, bytes) else file.read(BYTES_MAX + 1)
    return import_products(seller_id, "shopify", content, defaults=defaults, dry_run=dry_run)


def import_products(
    seller_id: int,
    source: str,
    content: bytes,
    *,
    defaults: ImportDefaults | None = None,
    dry_run: bool = False,
    at_most: int = 1_000_000,
) -> Report:
    """Create and change the seller's products and offers as the file says; return a report in the page's language.

    source: of READERS. Products are known by handle, offers by SKU. A product with a row that cannot be kept is left as
    it was. What the file does not name stays. dry_run: change nothing and report what would be. at_most: only so many
    products.
    """
    try:
        table = READERS[source](content)
    except BrokenFile as broken:
        return Report((), refused=file_message(broken.why, broken.row, broken.detail), dry_run=dry_run)
    rows = rows_of_the_file(table)
    if len(table.products) > at_most:
        said = _("Only the first %(count)s of %(all)s products were tried.")
        rows.append(ReportRow(1, "", Outcome.NOTED, said % {"count": at_most, "all": len(table.products)}))
        table = replace(table, products=table.products[:at_most])
    for written in write_products(seller_id, table, defaults or ImportDefaults(), dry_run=dry_run):
        rows += written.rows
    return Report.of(rows, dry_run=dry_run)


def rows_of_the_file(table: ProductFile) -> list[ReportRow]:
    """What is to say of a file before any product is written: rows that belong to none, columns that nobody knows."""
    rows = [ReportRow(row, "", Outcome.SKIPPED, file_message(why, row)) for row, why in table.broken_rows]
    if table.unknown_columns:
        names = ", ".join(table.unknown_columns[:20])
        rows.append(ReportRow(1, "", Outcome.NOTED, _("These columns are not used: %(names)s.") % {"names": names}))
    return rows


def write_products(
    seller_id: int, table: ProductFile, defaults: ImportDefaults, *, dry_run: bool = False
) -> Iterator[Written]:
    """Write the products of a file one by one, each whole or not at all."""
    work = _Import(seller_id, _filled(seller_id, defaults), dry_run=dry_run)
    for product in table.products:
        rows, product_id = work.product(product)
        pictures = () if product_id is None else tuple(product.images)
        yield Written(tuple(rows), product_id, pictures)


def _filled(seller_id: int, given: ImportDefaults) -> ImportDefaults:
    business = parties.businesses([seller_id]).get(seller_id)
    if business is None:
        return given
    return ImportDefaults(
        currency=given.currency or business.currency,
        language=given.language or business.language,
        category=given.category,
        hs_code=given.hs_code,
        origin=given.origin or business.country,
        weight_g=given.weight_g,
    )


class _Import:
    """One import: what holds for all its rows."""

    def __init__(self, seller_id: int, defaults: ImportDefaults, *, dry_run: bool) -> None:
        self.seller_id = seller_id
        self.dry_run = dry_run
        self._skus: set[str] = set()
        self.defaults = defaults
        self._shelves = {
            fold(name): slug
            for name, slug in CategoryName.objects.values_list("name", "category__slug").order_by("-id")
        }
        self._shelves |= {slug: slug for slug in self._shelves.values()}

    def product(self, product: ImportedProduct) -> tuple[list[ReportRow], int | None]:
        """Write one product, whole or not at all; its id, where it was written."""
        rows: list[ReportRow] = []
        self._product_id: int | None = None
        seen: set[str] = set()
        try:
            with transaction.atomic(), listings_at_the_end():
                self._lock(product)
                rows += self._write(product, seen)
                if self.dry_run:
                    raise _Undo
        except _Undo:
            pass
        except _RowRefused as refused:
            others = _("Left as it was because of row %(row)s.") % {"row": refused.row}
            return [
                ReportRow(
                    row.number,
                    product.handle,
                    Outcome.SKIPPED,
                    refused.message if row.number == refused.row else others,
                )
                for row in product.rows
            ], None
        except IntegrityError:
            message = _("The database refused this product. Check its numbers.")
            return [ReportRow(row.number, product.handle, Outcome.SKIPPED, message) for row in product.rows], None
        self._skus |= seen
        return rows, None if self.dry_run else self._product_id

    def _lock(self, product: ImportedProduct) -> None:
        """Lock the offers that will change in the order in which orders lock them: no deadlock."""
        skus = [row.get("sku") for row in product.rows]
        offers = Offer.objects.select_for_update(no_key=True).filter(seller_id=self.seller_id, sku__in=skus)
        list(offers.order_by("seller_id", "id").values_list("id"))

    def _write(self, product: ImportedProduct, seen: set[str]) -> Iterator[ReportRow]:
        first = product.rows[0]
        if len(product.handle) > 255:
            raise _RowRefused(first.number, _("A handle has at most 255 characters."))
        found = Product.objects.filter(created_by=self.seller_id, handle=product.handle).first()
        found = found or Product.objects.filter(created_by=self.seller_id, slug=product.handle).first()
        try:
            product_id = self._create(product) if found is None else self._change(found, product)
        except NotAccepted as refused:
            raise _RowRefused(first.number, _sentences(refused.problems)) from None
        self._product_id = product_id
        for place, row in enumerate(product.rows, 1):
            message, outcome = "", Outcome.CREATED if found is None else Outcome.UPDATED
            if row.has_variant:
                try:
                    new = self._variant(product_id, row, product.handle, place, seen)
                except NotAccepted as refused:
                    raise _RowRefused(row.number, _sentences(refused.problems)) from None
                except BadCell as bad:
                    raise _RowRefused(row.number, cell_message(bad.why, bad.text)) from None
                outcome = Outcome.CREATED if new else Outcome.UPDATED
            elif place > 1:
                outcome = Outcome.NOTED
            if row.get("shared_stock"):
                message = _("The file has one quantity for all variations (%(count)s). Enter the stock of each.") % {
                    "count": row.get("shared_stock")
                }
            yield ReportRow(row.number, product.handle, outcome, message)
        if not seen and found is None:
            raise _RowRefused(first.number, _("There is no row with a price for this product."))
        refresh([product_id])

    def _create(self, product: ImportedProduct) -> int:
        return create_product(
            seller_id=self.seller_id,
            handle=product.handle,
            slug=product.slug or product.handle,
            category=self._category(product),
            language=product.first("language") or self.defaults.language or "en",
            hs_code=product.first("hs_code") or self.defaults.hs_code,
            origin=(product.first("origin") or self.defaults.origin).upper(),
            materials=cells.texts(product.first("materials")),
            state=_product_state(product),
            title=product.first("title"),
            summary=_summary(product),
            description=_description(product),
        )

    def _change(self, found: Product, product: ImportedProduct) -> int:
        """Write what the file has; columns and cells that it does not have change nothing."""
        facts: dict[str, Any] = {"state": _product_state(product, found.state)}
        if product.first("category") or product.first("type"):
            facts["category"] = self._category(product, found.category.slug)
        if product.first("hs_code"):
            facts["hs_code"] = product.first("hs_code")
        if product.first("origin"):
            facts["origin"] = product.first("origin").upper()
        if product.first("materials"):
            facts["materials"] = cells.texts(product.first("materials"))
        change_product(found.id, **facts)
        text = found.texts.filter(language=product.first("language") or found.language).first()
        columns = product.rows[0].cells
        save_text(
            found.id,
            product.first("language") or found.language,
            title=product.first("title") or (text.title if text else ""),
            summary=_summary(product) if columns.keys() & _SUMMARIES or text is None else text.summary,
            description=_description(product) if columns.keys() & _BODIES or text is None else text.description,
            author=text.author if text else "",
            state=text.state if text else TextState.ORIGINAL,
        )
        return found.id

    def _category(self, product: ImportedProduct, otherwise: str = "") -> str:
        """The hub's category: by the file's own words, from the most exact to the widest, else the default."""
        steps = [step.strip() for step in product.first("category").split(">")]
        for name in [*reversed(steps), product.first("type")]:
            slug = self._shelves.get(fold(name)) or self._shelves.get(name)
            if name and slug:
                return slug
        return otherwise or self.defaults.category

    def _variant(self, product_id: int, row: Row, handle: str, place: int, seen: set[str]) -> bool:
        """Write one variant and its offer; return whether the offer is new."""
        sku = row.get("sku") or f"{handle[:58]}-{place}"
        if sku in seen or sku in self._skus:
            raise NotAccepted({"sku": _("The SKU %(sku)s is in the file twice.") % {"sku": sku}})
        seen.add(sku)
        offer = Offer.objects.filter(seller_id=self.seller_id, sku=sku).select_related("variant").first()
        if offer is not None and offer.variant.product_id != product_id:
            raise NotAccepted({"sku": _("Another of your products has the SKU %(sku)s.") % {"sku": sku}})
        currency = row.get("currency") or (offer.currency if offer else self.defaults.currency)
        if offer is not None:
            variant = offer.variant
            _change_variant(variant, row)
            variant_id = variant.id
        else:
            variant_id = self._free_variant(product_id, row) or add_variant(
                product_id,
                weight_g=self._weight(row),
                name=row.get("variant_name"),
                options=row.options,
                size_mm=cells.size_mm(row.get("size_mm")),
                gtin=cells.gtin(row.get("barcode")),
            )
        has = row.cells
        set_offer(
            seller_id=self.seller_id,
            variant_id=variant_id,
            sku=sku,
            price=cells.price(row.get("price"), currency),
            available=cells.stock(row.get("quantity")) if "quantity" in has else None,
            breaks=(
                cells.breaks(row.get("breaks"), currency)
                if "breaks" in has or offer is None
                else [(quantity, minor) for quantity, minor in offer.breaks]
            ),
            incoterm=row.get("incoterm") or (offer.incoterm if offer else "DAP"),
            quantity_min=cells.whole(row.get("quantity_min"), empty=offer.quantity_min if offer else 1),
            pack_multiple=cells.whole(row.get("pack_multiple"), empty=offer.pack_multiple if offer else 1),
            handling_days=cells.whole(row.get("handling_days"), empty=offer.handling_days if offer else 2),
            state=cells.choice(row.get("offer_state"), OfferState.values, offer.state if offer else OfferState.ACTIVE),
        )
        return offer is None

    def _weight(self, row: Row) -> int:
        if not row.get("grams") and self.defaults.weight_g:
            return self.defaults.weight_g
        return cells.grams(row.get("grams"))

    def _free_variant(self, product_id: int, row: Row) -> int | None:
        """A variant with the same options that this seller does not offer yet, such as another seller's."""
        return (
            Variant.objects.filter(product_id=product_id, options=[list(pair) for pair in row.options.items()])
            .exclude(offers__seller_id=self.seller_id)
            .values_list("id", flat=True)
            .first()
        )


_BODIES, _SUMMARIES = {"body", "body_text"}, {"summary", "summary_html"}
_SUMMARY_CHARS_MAX = 300


def _description(product: ImportedProduct) -> str:
    return product.first("body_text").strip() or html_to_text(product.first("body"))


def _summary(product: ImportedProduct) -> str:
    """A summary in HTML may be long: cut at a word, as it only stands above the description."""
    written = product.first("summary")
    if written:
        return written
    text = " ".join(html_to_text(product.first("summary_html")).split())
    return text if len(text) <= _SUMMARY_CHARS_MAX else text[: _SUMMARY_CHARS_MAX - 1].rsplit(" ", 1)[0] + "…"


def _change_variant(variant: Variant, row: Row) -> None:
    size = (variant.length_mm, variant.width_mm, variant.height_mm)
    kept = None if size[0] is None or size[1] is None or size[2] is None else (size[0], size[1], size[2])
    change_variant(
        variant.id,
        weight_g=cells.grams(row.get("grams")) if row.get("grams") else variant.weight_g,
        name=row.get("variant_name") if "variant_name" in row.cells else variant.name,
        options=row.options if "option1_value" in row.cells else None,
        size_mm=cells.size_mm(row.get("size_mm")) if "size_mm" in row.cells else kept,
        gtin=cells.gtin(row.get("barcode")) if "barcode" in row.cells else variant.gtin,
    )


def _product_state(product: ImportedProduct, otherwise: str = ProductState.PUBLISHED) -> str:
    ours = product.first("product_state")
    if ours in ProductState.values:
        return ours
    status, published = product.first("status").casefold(), product.first("published").casefold()
    if status == "archived":
        return ProductState.ARCHIVED
    if status in {"draft", "unlisted"} or published in {"false", "no", "0"}:
        return ProductState.DRAFT
    return ProductState.PUBLISHED if status or published else otherwise


def _sentences(problems: Mapping[str, str]) -> str:
    return " ".join(problems.values())


def report_summary(report: Report) -> str:
    """Say in one sentence what an import did, in the page's language."""
    if report.refused:
        return report.refused
    parts = [
        ngettext("%(count)s row created", "%(count)s rows created", report.created) % {"count": report.created},
        ngettext("%(count)s row changed", "%(count)s rows changed", report.updated) % {"count": report.updated},
        ngettext("%(count)s row skipped", "%(count)s rows skipped", report.skipped) % {"count": report.skipped},
    ]
    return ", ".join(parts) + "."
