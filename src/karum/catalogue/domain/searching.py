"""What a buyer asks for, and what she gets back. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """The order of what is found."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "price-down"


class Terms(StrEnum):
    """How goods are sold: one by one, or many at a lower price."""

    ANY = ""
    RETAIL = "retail"
    WHOLESALE = "wholesale"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words and filters. Prices are of one unit, in minor units of the hub's currency."""

    words: str = ""
    category: str = ""  # slug; with all categories below it
    seller_id: int | None = None
    origin: str = ""  # ISO 3166 alpha-2
    price_min_minor: int | None = None
    price_max_minor: int | None = None
    terms: Terms = Terms.ANY
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 24
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Total:
    """How many were found: exactly, or more than could be counted quickly."""

    count: int
    exact: bool


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a filter. ``value`` goes into the address; a label for people is the screen's affair."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Choices that narrow the search. Counts are exact or, in a large result, those of a sample (``exact`` False)."""

    categories: tuple[FacetValue, ...] = ()  # slugs, one level below the chosen one
    origins: tuple[FacetValue, ...] = ()
    terms: tuple[FacetValue, ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Help:
    """What search did by itself when the words as typed found nothing."""

    corrected: str = ""  # these words were searched instead
    partly: bool = False  # not all words occur in each result


@dataclass(frozen=True, slots=True)
class Found:
    """Listing ids of one page in order, with totals and facets."""

    listing_ids: tuple[int, ...]
    total: Total
    facets: Facets = field(default_factory=Facets)
