"""Reads of the catalogue. Other packages come in through this door."""

from karum.catalogue.domain.offers import (
    OfferSnapshot,
    QuantityProblem,
    lowest_quantity,
    quantity_problem,
    unit_price,
    unit_price_minor,
)
from karum.catalogue.domain.searching import Band, Facets, FacetValue, Help, SearchQuery, Sort, Terms, Total
from karum.catalogue.queries.cards import OfferCard
from karum.catalogue.queries.categories import CategoryNode, categories, category, category_by_id, path
from karum.catalogue.queries.classifications import ClassificationCard, last_classification
from karum.catalogue.queries.data import small_countries
from karum.catalogue.queries.doors import doors_known
from karum.catalogue.queries.finding import SearchPage, listed, on_sale, search, similar, suggestions
from karum.catalogue.queries.imports import ImportCard, access_import, imports_of_seller
from karum.catalogue.queries.offers import access_offer, offer, offers, offers_of_seller, quantity_error
from karum.catalogue.queries.pictures import PictureSet
from karum.catalogue.queries.products import (
    ProductPage,
    ProductRow,
    TextCard,
    VariantCard,
    access_product,
    pictures,
    product_page,
    products_of_seller,
    texts,
    variants,
)

__all__ = [
    "Band",
    "CategoryNode",
    "ClassificationCard",
    "FacetValue",
    "Facets",
    "Help",
    "ImportCard",
    "OfferCard",
    "OfferSnapshot",
    "PictureSet",
    "ProductPage",
    "ProductRow",
    "QuantityProblem",
    "SearchPage",
    "SearchQuery",
    "Sort",
    "Terms",
    "TextCard",
    "Total",
    "VariantCard",
    "access_import",
    "access_offer",
    "access_product",
    "categories",
    "category",
    "category_by_id",
    "doors_known",
    "imports_of_seller",
    "last_classification",
    "listed",
    "lowest_quantity",
    "offer",
    "offers",
    "offers_of_seller",
    "on_sale",
    "path",
    "pictures",
    "product_page",
    "products_of_seller",
    "quantity_error",
    "quantity_problem",
    "search",
    "similar",
    "small_countries",
    "suggestions",
    "texts",
    "unit_price",
    "unit_price_minor",
    "variants",
]
