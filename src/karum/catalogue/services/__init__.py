"""Writes to the catalogue. Other packages come in through this door."""

from karum.catalogue.domain.offers import LockedOffer
from karum.catalogue.domain.reports import Outcome, Report, ReportRow
from karum.catalogue.services.any_tables import table_as_shopify, table_columns
from karum.catalogue.services.categories import save_category
from karum.catalogue.services.classifications import record_classification
from karum.catalogue.services.doors import note_destination
from karum.catalogue.services.exporting import export_seller, export_shopify
from karum.catalogue.services.importing import READERS, ImportDefaults, import_products, import_shopify, report_summary
from karum.catalogue.services.imports import begin_import
from karum.catalogue.services.liking import set_liking
from karum.catalogue.services.listings import (
    listings_at_the_end,
    rebuild_listings,
    refresh_seller,
    renew_listings,
    set_reference_rates,
)
from karum.catalogue.services.offers import set_offer, set_offer_state, set_stock
from karum.catalogue.services.pictures import (
    PictureFiles,
    add_picture,
    forget_picture_files,
    order_pictures,
    picture_files_there,
    remove_picture,
    upload_picture,
    write_picture,
)
from karum.catalogue.services.problems import NotAccepted
from karum.catalogue.services.products import add_variant, change_product, change_variant, create_product, save_text
from karum.catalogue.services.stock import (
    Moves,
    StockMissing,
    lock_offers,
    restock,
    return_stock,
    ship_stock,
    take_stock,
)
from karum.catalogue.services.vocabulary import count_words

__all__ = [
    "READERS",
    "ImportDefaults",
    "LockedOffer",
    "Moves",
    "NotAccepted",
    "Outcome",
    "PictureFiles",
    "Report",
    "ReportRow",
    "StockMissing",
    "add_picture",
    "add_variant",
    "begin_import",
    "change_product",
    "change_variant",
    "count_words",
    "create_product",
    "export_seller",
    "export_shopify",
    "forget_picture_files",
    "import_products",
    "import_shopify",
    "listings_at_the_end",
    "lock_offers",
    "note_destination",
    "order_pictures",
    "picture_files_there",
    "rebuild_listings",
    "record_classification",
    "refresh_seller",
    "remove_picture",
    "renew_listings",
    "report_summary",
    "restock",
    "return_stock",
    "save_category",
    "save_text",
    "set_liking",
    "set_offer",
    "set_offer_state",
    "set_reference_rates",
    "set_stock",
    "ship_stock",
    "table_as_shopify",
    "table_columns",
    "take_stock",
    "upload_picture",
    "write_picture",
]
