"""Tell sellers of changes in the rules that touch what they offer: one letter for each file, in their language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from karum.catalogue.queries.goods import GoodsOnSale, goods_on_sale
from karum.desk.models import RuleAlert
from karum.desk.rule_words import duty_text, market_text
from karum.notices.services import Kind, Text, tell
from karum.parties.queries import BusinessCard, businesses, owners_emails
from karum.runtime import wording
from karum.runtime.settings import settings
from karum.shipping.domain.rates import pick_zone
from karum.shipping.queries import shipping_tables
from karum.tariffs.queries.changes import Change, changes_of
from karum.tariffs.queries.touched import Touched, destinations_of

LINES_MAX = 10
"""A letter names so many changes; the page has them all."""

_BODY = _("The duty on goods that you sell changes. What it was, what it becomes, and from when:")
_LINE = _("%(market)s, HS %(code)s: %(before)s becomes %(after)s, from %(day)s")
_END = _("What it means for each of your products: %(link)s")


def tell_sellers(system: str, file_id: int, *, now: datetime) -> int:
    """Write to every seller who ships there and whose goods are touched; return how many were told now.

    Done again it tells nobody twice: each seller's letter and the row that says so are one transaction.
    """
    touched = Touched(system, changes_of(file_id), now.date())
    found = _by_seller(touched)
    told = 0
    sellers = businesses(found)
    for seller_id in _who_ship(found, destinations_of(system)):
        card = sellers.get(seller_id)
        if card is not None and card.active:
            told += _tell(card, system, file_id, found[seller_id], now)
    return told


def mark_read(seller_id: int, *, now: datetime) -> None:
    """She has seen the page: its notice goes away."""
    RuleAlert.objects.filter(seller_id=seller_id, read_at=None).update(read_at=now)


def _by_seller(touched: Touched) -> dict[int, list[Change]]:
    """The changes that concern each seller, each once, in the order of the file."""
    known: dict[tuple[str, str], tuple[Change, ...]] = {}
    found: defaultdict[int, dict[int, Change]] = defaultdict(dict)
    for goods in goods_on_sale(touched.subheadings):
        for change in _changes(touched, goods, known):
            found[goods.seller_id][change.id] = change
    return {seller_id: [changes[key] for key in sorted(changes)] for seller_id, changes in found.items()}


def _changes(
    touched: Touched, goods: GoodsOnSale, known: dict[tuple[str, str], tuple[Change, ...]]
) -> tuple[Change, ...]:
    key = (goods.hs_code, goods.origin)
    if key not in known:
        known[key] = touched.of(*key)
    return known[key]


def _who_ship(sellers: Iterable[int], destinations: Iterable[str]) -> list[int]:
    """Those who ship to one of these countries at all."""
    countries = tuple(destinations)
    tables = shipping_tables(sellers)
    return [
        seller_id
        for seller_id, table in tables.items()
        if any(zone.rates for country in countries if (zone := pick_zone(table.zones, country)))
    ]


@transaction.atomic
def _tell(card: BusinessCard, system: str, file_id: int, changes: list[Change], now: datetime) -> int:
    ids = [change.id for change in changes]
    _alert, made = RuleAlert.objects.get_or_create(
        seller_id=card.id, file_id=file_id, defaults={"system": system, "changes": ids, "made_at": now}
    )
    if made:
        path = reverse("desk:rules", args=[card.slug])
        text = partial(_letter, settings().base_url + path, system, changes)
        tell(Kind.RULES, owners_emails(card.id), text, language=card.language, path=path)
    return int(made)


def _letter(link: str, system: str, changes: list[Change]) -> Text:
    market = market_text(system)
    subject = ngettext(
        "%(market)s: a duty on your goods changes", "%(market)s: %(count)s duties on your goods change", len(changes)
    ) % {"market": market, "count": wording.number_text(len(changes))}
    lines = [gettext(_LINE) % _places(market, change) for change in changes[:LINES_MAX]]
    if len(changes) > LINES_MAX:
        lines.append("…")
    return Text(subject, "\n\n".join([gettext(_BODY), "\n".join(lines), gettext(_END) % {"link": link}]))


def _places(market: str, change: Change) -> Mapping[str, str]:
    return {
        "market": market,
        "code": change.code,
        "before": duty_text(change.before),
        "after": duty_text(change.after),
        "day": wording.long_day_text(change.valid_from),
    }
