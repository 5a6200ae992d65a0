"""What a buyer asks for, and what she gets back. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """The order of what is found."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "price-down"
    DOOR = "door"  # price at the buyer's door, lowest first; what is not known comes last
    ARRIVAL = "arrival"  # the earliest sure day of delivery first; what is not known comes last


class Terms(StrEnum):
    """How goods are sold: one by one, or many at a lower price."""

    ANY = ""
    RETAIL = "retail"
    WHOLESALE = "wholesale"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words and filters. Prices are of one unit, in minor units of the hub's currency.

    Door prices and days of delivery are those to ``deliver_to`` and of the smallest order; goods whose door price is
    not known are outside every range of it. Without ``deliver_to``, what asks for doors is not applied.
    """

    words: str = ""
    category: str = ""  # slug; with all categories below it
    seller_id: int | None = None
    origin: str = ""  # ISO 3166 alpha-2
    price_min_minor: int | None = None
    price_max_minor: int | None = None
    terms: Terms = Terms.ANY
    in_stock: bool = False
    verified: bool = False  # only of sellers whose papers the hub has checked
    material: str = ""  # as Facets.materials names it
    small_countries: bool = False  # only goods from countries of catalogue/data/small_countries.toml
    deliver_to: str = ""  # ISO 3166 alpha-2
    door_min_minor: int | None = None
    door_max_minor: int | None = None
    door_edges: tuple[int, ...] = ()  # rising: Facets.doors are the bands below, between and above; without, the hub's
    arrives_within_days: int | None = None  # at the latest, from today
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
class Band:
    """A range of prices, minor units of the hub's currency, both ends in it; ``high_minor`` None: and more."""

    low_minor: int
    high_minor: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Choices that narrow the search. Counts are exact or, in a large result, those of a sample (``exact`` False)."""

    categories: tuple[FacetValue, ...] = ()  # slugs, one level below the chosen one
    origins: tuple[FacetValue, ...] = ()
    terms: tuple[FacetValue, ...] = ()
    materials: tuple[FacetValue, ...] = ()  # folded words with hyphens: olive-wood
    verified: int = 0
    small_countries: int = 0
    in_stock: int = 0
    arrivals: tuple[FacetValue, ...] = ()  # days ("7", "14"): there by then at the latest; each holds those before it
    doors: tuple[Band, ...] = ()  # prices at the door of deliver_to
    doors_unknown: int = 0  # door price not known (yet), or not sent there
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Help:
    """What search did by itself, or offers to do."""

    corrected: str = ""  # nothing was found: these words were searched instead
    partly: bool = False  # nothing was found: not all words occur in each result
    did_you_mean: str = ""  # something was found, but these words are spelled as far more listings spell them
    synonyms: tuple[str, ...] = ()  # other words for the same goods that were searched, too


@dataclass(frozen=True, slots=True)
class Found:
    """Listing ids of one page in order, with totals and facets."""

    listing_ids: tuple[int, ...]
    total: Total
    facets: Facets = field(default_factory=Facets)
