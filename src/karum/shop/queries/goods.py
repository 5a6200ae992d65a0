"""What the storefront shows: listings with their sellers and their price at the buyer's door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from karum.catalogue.queries import (
    OfferCard,
    OfferSnapshot,
    PictureSet,
    ProductPage,
    SearchPage,
    SearchQuery,
    Sort,
    doors_known,
    listed,
    lowest_quantity,
    product_page,
    quantity_error,
    search,
    unit_price,
)
from karum.catalogue.queries.fronts import ShopFront, shop_front
from karum.money import Money
from karum.orders.queries import DoorLine, DoorPrice, DoorStatus, door_prices
from karum.parties.locale import Locale
from karum.parties.queries import (
    BusinessCard,
    VerificationCard,
    business_by_slug,
    businesses,
    verifications,
    with_stories_in,
)
from karum.reviews.queries import Rating, ratings
from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.promise import holiday_on
from karum.shipping.queries import holidays

# How sure a door price is, best first: offers of one product are listed in this order, then by price.
_BEST = (DoorStatus.EXACT, DoorStatus.ESTIMATE, DoorStatus.UNKNOWN)

HOME_GOODS = 8
HOME_SMALL = 4
HOME_SELLERS = 6
HOME_MOSAIC = 6
_HOME_POOL = 120
SHOP_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Goods:
    """One card: a listing, who sells it, and its price at the door (None while the buyer's country is unknown)."""

    card: OfferCard
    seller: BusinessCard | None
    quantity: int  # the smallest order, which is what the price is for
    price: Money  # of that quantity, in the seller's currency
    door: DoorPrice | None
    rating: Rating | None = None  # where buyers said something
    away: Holiday | None = None  # the seller's holiday, where it is on today

    @property
    def known(self) -> Money:
        """The part of the door price that is known: goods and, where she ships, shipping."""
        return _known(self.door) or self.price


@dataclass(frozen=True, slots=True)
class Ask:
    """One seller's offer of a variant on a product's page."""

    offer: OfferSnapshot
    seller: BusinessCard
    quantity: int
    unit: Money
    goods: Money
    problem: str | None  # why this quantity cannot be ordered
    door: DoorPrice | None
    away: Holiday | None = None  # the seller's holiday, where it is on today

    @property
    def known(self) -> Money:
        """The part of the door price that is known: goods and, where she ships, shipping."""
        return _known(self.door) or self.goods

    @property
    def breaks(self) -> tuple[tuple[int, Money], ...]:
        """(quantity from which, price of one), in the buyer's currency where there is a rate."""
        own = ((quantity, Money(minor, self.offer.currency)) for quantity, minor in self.offer.breaks)
        if self.door is None or self.door.exchange is None:
            return tuple(own)
        rate, currency = self.door.exchange.rate, self.door.currency
        return tuple((quantity, price.convert(rate, currency)) for quantity, price in own)


@dataclass(frozen=True, slots=True)
class ProductScreen:
    """A product's page. ``chosen`` is the offer of the big price; None when nobody offers this variant now."""

    page: ProductPage
    variant_id: int
    chosen: Ask | None
    asks: tuple[Ask, ...]  # of the chosen variant, the best first
    statements: tuple[VerificationCard, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The front page."""

    goods: tuple[Goods, ...]
    small: tuple[Goods, ...]  # from small countries
    mosaic: tuple[PictureSet, ...]
    sellers: tuple[BusinessCard, ...]


@dataclass(frozen=True, slots=True)
class ShopScreen:
    """A seller's own page."""

    seller: BusinessCard
    statements: tuple[VerificationCard, ...]
    found: SearchPage
    goods: tuple[Goods, ...]
    away: Holiday | None = None
    front: ShopFront | None = None

    @property
    def pictures(self) -> tuple[PictureSet, ...]:
        """Of the first three goods that the firm listed, to go with its story; none where there are fewer.

        Below, the newest come first: so the same pictures do not stand twice at the top of the page.
        """
        shown = [one.card.picture for one in reversed(self.goods) if one.card.picture][:SHOP_PICTURES]
        return tuple(shown) if len(shown) == SHOP_PICTURES else ()


def _known(door: DoorPrice | None) -> Money | None:
    if door is None or door.goods is None:
        return None
    return door.goods + door.shipping if door.shipping else door.goods


def find(query: SearchQuery, locale: Locale, *, now: datetime) -> tuple[SearchPage, tuple[Goods, ...]]:
    """Search, and price what one page shows."""
    found = search(query)
    return found, priced(found.hits, locale, now=now)


def priced(cards: Sequence[OfferCard], locale: Locale, *, now: datetime) -> tuple[Goods, ...]:
    """Put a seller and a door price to each card, with a few queries for all of them."""
    sellers = businesses({card.seller_id for card in cards})
    goods = [_goods(card, sellers.get(card.seller_id)) for card in cards if card.seller_id in sellers]
    if not goods:
        return ()
    lines = [DoorLine(one.card, one.quantity, Money(one.card.price_minor, one.card.currency)) for one in goods]
    doors: Sequence[DoorPrice | None] = [None] * len(lines)
    if locale.country:
        doors = door_prices(lines, locale.country, locale.currency, now=now, countries=_countries(sellers))
    said, away = ratings(one.card.product_id for one in goods), _away(lines, doors, now)
    return tuple(
        replace(one, door=door, rating=said.get(one.card.product_id), away=away.get(one.card.seller_id))
        for one, door in zip(goods, doors, strict=True)
    )


def _countries(sellers: Mapping[int, BusinessCard]) -> dict[int, str]:
    return {seller_id: card.country for seller_id, card in sellers.items()}


def _goods(card: OfferCard, seller: BusinessCard | None) -> Goods:
    quantity = -(-card.quantity_min // card.pack_multiple) * card.pack_multiple
    return Goods(card, seller, quantity, Money(card.price_minor, card.currency) * quantity, None)


def home(locale: Locale, *, now: datetime) -> Home:
    """Newest goods, each seller once before any comes twice, and some of those who make them.

    Goods whose price at the buyer's door is known come first, where search knows such prices.
    """
    query = SearchQuery(sort=Sort.NEWEST, in_stock=True, page_size=_HOME_POOL, language=locale.language)
    found = listed(query)
    sure = _sure(query, locale)
    known = businesses({card.seller_id for card in found})
    pool = _spread(sorted(found, key=lambda card: (card.offer_id not in sure, not _sold_at_home(card, known))))
    rest = pool[HOME_GOODS:]
    first = {card.product_id for card in pool[:HOME_GOODS]}
    small = listed(replace(query, small_countries=True))
    others = _spread(
        sorted((card for card in small if card.product_id not in first), key=lambda card: card.offer_id not in sure)
    )
    by_country: dict[str, BusinessCard] = {}
    for card in (*rest, *pool):
        if card.seller_id in known:
            by_country.setdefault(known[card.seller_id].country, known[card.seller_id])
    return Home(
        goods=priced(pool[:HOME_GOODS], locale, now=now),
        small=priced(others[:HOME_SMALL], locale, now=now),
        mosaic=tuple(card.picture for card in rest if card.picture)[:HOME_MOSAIC],
        sellers=tuple(with_stories_in(list(by_country.values())[:HOME_SELLERS], locale.language)),
    )


def _sure(query: SearchQuery, locale: Locale) -> set[int]:
    """The offers of those that would be found whose price at the door is known."""
    if not locale.country or not doors_known(locale.country):
        return set()
    return {card.offer_id for card in listed(replace(query, deliver_to=locale.country, door_min_minor=0))}


def _sold_at_home(card: OfferCard, sellers: Mapping[int, BusinessCard]) -> bool:
    """Whether the seller is where the goods are from: most likely the maker."""
    return card.seller_id in sellers and sellers[card.seller_id].country == card.origin


def _spread(cards: Iterable[OfferCard]) -> list[OfferCard]:
    """Order cards so that each seller comes once before any comes twice, and no product comes twice at all."""
    turns: dict[int, int] = {}
    marked = []
    seen: set[int] = set()
    for place, card in enumerate(cards):
        if card.product_id in seen:
            continue
        seen.add(card.product_id)
        turns[card.seller_id] = turns.get(card.seller_id, 0) + 1
        marked.append((turns[card.seller_id], place, card))
    return [card for _, _, card in sorted(marked, key=lambda one: one[:2])]


def product(
    slug: str, locale: Locale, *, now: datetime, variant_id: int = 0, offer_id: int = 0, quantity: int = 0
) -> ProductScreen | None:
    """A product's page for one variant and quantity (0: the smallest order). None when there is no such product."""
    page = product_page(slug, locale.language)
    if page is None:
        return None
    sellers = businesses({offer.seller_id for offer in page.offers})
    offers = [offer for offer in page.offers if offer.seller_id in sellers and sellers[offer.seller_id].active]
    chosen_offer = next((offer for offer in offers if offer.id == offer_id), None)
    known = {variant.id for variant in page.variants}
    if chosen_offer is not None:
        variant_id = chosen_offer.variant_id
    elif variant_id not in known:
        variant_id = offers[0].variant_id if offers else next(iter(known), 0)
    asks = _asks([o for o in offers if o.variant_id == variant_id], sellers, locale, now=now, quantity=quantity)
    chosen = next((ask for ask in asks if ask.offer.id == offer_id), asks[0] if asks else None)
    statements = [s for s in verifications(chosen.seller.id) if s.current] if chosen else []
    return ProductScreen(page, variant_id, chosen, tuple(asks), tuple(statements))


def _asks(
    offers: Sequence[OfferSnapshot],
    sellers: Mapping[int, BusinessCard],
    locale: Locale,
    *,
    now: datetime,
    quantity: int,
) -> list[Ask]:
    counts = [quantity or lowest_quantity(offer) for offer in offers]
    lines = [DoorLine(offer, count, unit_price(offer, count)) for offer, count in zip(offers, counts, strict=True)]
    doors: Sequence[DoorPrice | None] = [None] * len(lines)
    if locale.country and lines:
        doors = door_prices(lines, locale.country, locale.currency, now=now, countries=_countries(sellers))
    away = _away(lines, doors, now)
    asks = [
        Ask(
            offer,
            sellers[offer.seller_id],
            line.quantity,
            line.unit,
            line.goods,
            quantity_error(offer, line.quantity),
            door,
            away.get(offer.seller_id),
        )
        for offer, line, door in zip(offers, lines, doors, strict=True)
    ]
    return sorted(asks, key=_best_first)


def _away(lines: Sequence[DoorLine], doors: Sequence[DoorPrice | None], now: datetime) -> dict[int, Holiday]:
    """The holidays of those sellers who are away today; where she ships, the door price knows already."""
    found, unknown = {}, set()
    for line, door in zip(lines, doors, strict=True):
        if door is None or door.option is None:
            unknown.add(line.offer.seller_id)
        elif (holiday := holiday_on(door.option.dispatch, now)) is not None:
            found[line.offer.seller_id] = holiday
    return found | (holidays(unknown, now=now) if unknown else {})


def _best_first(ask: Ask) -> tuple[bool, int, int, int]:
    status = ask.door.status if ask.door else DoorStatus.EXACT
    rank = _BEST.index(status) if status in _BEST else len(_BEST)
    total = ask.door.total if ask.door and ask.door.total else ask.goods
    waits = ask.offer.available < ask.offer.quantity_min or (ask.away is not None and not ask.away.sells)
    return (waits, rank, total.minor, ask.offer.id)


def shop(slug: str, locale: Locale, *, now: datetime, page: int = 1) -> ShopScreen | None:
    """A seller's own page. None when there is no active business of that name."""
    seller = business_by_slug(slug)
    if seller is None:
        return None
    query = SearchQuery(seller_id=seller.id, sort=Sort.NEWEST, page=page, language=locale.language)
    found, goods = find(query, locale, now=now)
    statements = tuple(s for s in verifications(seller.id) if s.current)
    front = shop_front(seller.id, locale.language)
    return ShopScreen(seller, statements, found, goods, holidays([seller.id], now=now).get(seller.id), front)
