"""What is wrong with an imported file, said in the reader's language."""

from django.utils.translation import gettext as _

from karum.catalogue.domain.cells import Cell
from karum.catalogue.domain.product_files import ROWS_MAX, Broken


def file_message(why: Broken, row: int, detail: str = "") -> str:
    """Return why a file or a row cannot be read, and what to do."""
    said = {
        Broken.TOO_LARGE: _("The file is larger than 15 MB. Split it."),
        Broken.TOO_MANY_ROWS: _("The file has more than %(rows)s rows. Split it.") % {"rows": ROWS_MAX},
        Broken.NOT_UTF8: _(
            "Row %(row)s: the file is not saved as UTF-8. Open it in a spreadsheet and save it as “CSV UTF-8”."
        ),
        Broken.NOT_CSV: _(
            "Row %(row)s: this is no CSV table. A quotation mark may be missing, or the file was cut off."
        ),
        Broken.EMPTY: _("The file is empty."),
        Broken.NO_HANDLE_COLUMN: _(
            "The first row has no column “Handle” or “URL handle”. Export the file from Shopify."
        ),
        Broken.DOUBLE_COLUMN: _("The column “%(name)s” is there twice."),
        Broken.NO_HANDLE: _("This row has no handle, so its product is not known."),
        Broken.WRONG_CELLS: _("This row has more cells than the first row has columns."),
        Broken.NOT_WOOCOMMERCE: _(
            "The first row has no columns “Type”, “Name” and “Regular price”. Export all columns of the products from"
            " WooCommerce."
        ),
        Broken.NOT_ETSY: _(
            "The first row has no columns “TITLE”, “PRICE” and “QUANTITY”. Download your listings from Etsy as CSV."
        ),
        Broken.NO_NAME: _("This row has no name."),
        Broken.NO_PARENT: _("The product of this variation is not in the file."),
        Broken.NOT_GOODS: _("Only goods that are sent can be sold here: no downloads, no groups, no links elsewhere."),
    }
    return said[why] % {"row": row, "name": detail}


def cell_message(why: Cell, text: str) -> str:
    """Return what a cell should hold."""
    said = {
        Cell.PRICE: _("“%(text)s” is not a price. Write it like 12.50, with the currency's decimals at most."),
        Cell.CURRENCY: _("“%(text)s” is not a currency. Write three letters such as EUR."),
        Cell.WHOLE: _("“%(text)s” is not a whole number."),
        Cell.WEIGHT: _("“%(text)s” is not a weight. Write grams, 1 or more: shipping and customs need it."),
        Cell.SIZE: _("“%(text)s” is not a size. Write millimetres like 200x100x50."),
        Cell.BREAKS: _("“%(text)s” are not price breaks. Write them like 10:11.00 50:9.50."),
    }
    if why is Cell.WEIGHT and not text:
        return _("There is no weight. Write grams in the file or in the form: shipping and customs need it.")
    return said[why] % {"text": text[:60]}
