"""What a person bought: all of it, page by page, found by number, shop or goods."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from karum.orders.domain.numbers import order_number
from karum.orders.domain.states import FINAL, State
from karum.orders.models import Order, OrderLine
from karum.orders.queries.orders import views_of, with_lines
from karum.orders.queries.view import OrderView
from karum.parties.queries import businesses
from karum.text.folding import fold

PAGE = 10
ROWS_MAX = 5_000
"""Nobody has bought more often; beyond that the oldest are found by their letters only."""


class Which(StrEnum):
    """Which orders are asked for."""

    ALL = "all"
    OPEN = "open"  # something may still happen
    DONE = "done"  # complete
    ENDED = "ended"  # cancelled, refused, refunded, never paid


_STATES = {
    Which.OPEN: set(State) - FINAL,
    Which.DONE: {State.COMPLETED},
    Which.ENDED: FINAL - {State.COMPLETED},
}


@dataclass(frozen=True, slots=True)
class History:
    """One page. ``count``: how many were found; ``has_any``: whether she bought anything at all."""

    orders: tuple[OrderView, ...]
    count: int
    page: int
    has_any: bool


def history(person_id: int, *, words: str = "", which: Which = Which.ALL, page: int = 1) -> History:
    """The person's orders that fit, newest first, with their lines. A page beyond the last is the last."""
    hers = Order.objects.filter(buyer_id=person_id)
    rows = hers.filter(state__in=sorted(_STATES[which])) if which in _STATES else hers
    keys = list(rows.order_by("-placed_at", "key").values_list("seller_id", "key")[:ROWS_MAX])
    if words.strip() and keys:
        keys = _found(keys, words)
    last = max((len(keys) + PAGE - 1) // PAGE, 1)
    page = min(max(page, 1), last)
    shown = keys[(page - 1) * PAGE : page * PAGE]
    views = views_of(_rows(shown))
    views.sort(key=lambda view: shown.index((view.seller_id, view.key)))
    return History(tuple(with_lines(views)), len(keys), page, bool(keys) or hers.exists())


def open_count(person_id: int) -> int:
    """How many of her orders are under way."""
    return Order.objects.filter(buyer_id=person_id, state__in=sorted(_STATES[Which.OPEN])).count()


def _found(keys: list[tuple[int, UUID]], words: str) -> list[tuple[int, UUID]]:
    """Those whose number, shop or goods hold every one of the words, whatever their accents and capitals."""
    sellers, order_keys = {seller_id for seller_id, _key in keys}, [key for _seller, key in keys]
    shops = {seller_id: card.name for seller_id, card in businesses(sellers).items()}
    titles: dict[tuple[int, UUID], list[str]] = {}
    lines = OrderLine.objects.filter(seller_id__in=sellers, order_key__in=order_keys)
    for seller_id, key, title, sku in lines.values_list("seller_id", "order_key", "title", "sku"):
        titles.setdefault((seller_id, key), []).extend((title, sku))
    wanted = fold(words).split()
    found = []
    for pair in keys:
        number = order_number(pair[1])
        said = fold(" ".join([number, number.replace("-", ""), shops.get(pair[0], ""), *titles.get(pair, [])]))
        if all(word in said for word in wanted):
            found.append(pair)
    return found


def _rows(keys: list[tuple[int, UUID]]) -> QuerySet[Order]:
    which = Q()
    for seller_id, key in keys:
        which |= Q(seller_id=seller_id, key=key)
    return Order.objects.filter(which) if keys else Order.objects.none()
