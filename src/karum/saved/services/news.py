"""What is told of saved things: prices that fell, goods that are there again, new goods of followed shops.

At most one letter of each kind in 20 hours to one person; what changes meanwhile waits for the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from karum.catalogue.queries import OfferSnapshot, lowest_quantity, offers
from karum.catalogue.queries.fresh import FreshOffer, fresh_offers
from karum.money import Money
from karum.notices.services import Kind, Text, tell
from karum.parties.queries import BusinessCard, businesses, emails_of
from karum.runtime.settings import settings
from karum.runtime.wording import country_text, long_day_text, money_text, number_text
from karum.saved.domain.changes import fell_enough
from karum.saved.models import Follow, Keeper, Wish
from karum.saved.queries.lists import doors_of

REST = timedelta(hours=20)
LINES_MAX = 10
FRESH_DAYS_MAX = 7
"""Goods that came longer ago are no news, even to who was told of nothing for a while."""
BATCH = 200


@dataclass(frozen=True, slots=True)
class News:
    """One wish that is cheaper than she last heard, or there again."""

    wish: Wish
    offer: OfferSnapshot
    cheaper: bool
    back: bool


def tell_wishes(*, now: datetime) -> int:
    """Look at every wish list that may be told of; return how many letters went."""
    return sum(_in_batches(_resting_over("wishes_told_at", Wish, now), partial(_tell_wishes_of, now=now)))


def tell_followers(*, now: datetime) -> int:
    """Tell of new goods in followed shops; return how many letters went."""
    followed = Follow.objects.values_list("seller_id", flat=True).distinct()
    fresh = fresh_offers(followed, since=now - timedelta(days=FRESH_DAYS_MAX), until=now)
    by_seller: dict[int, list[FreshOffer]] = {}
    for one in fresh:
        by_seller.setdefault(one.seller_id, []).append(one)
    keepers = _resting_over("goods_told_at", Follow, now, seller_id__in=list(by_seller))
    return sum(_in_batches(keepers, partial(_tell_goods_of, fresh=by_seller, now=now)))


def _resting_over(told: str, kept: type[Wish] | type[Follow], now: datetime, **which: object) -> QuerySet[Keeper]:
    """People with saved things of this kind who were not told of them in the last 20 hours."""
    has = kept.objects.filter(keeper_id=OuterRef("id"), **which)
    rested = Q(**{told: None}) | Q(**{f"{told}__lt": now - REST})
    return Keeper.objects.filter(rested, Exists(has), person_id__isnull=False).order_by("id")


def _in_batches(keepers: QuerySet[Keeper], each: Callable[[Keeper, str], int]) -> Iterable[int]:
    ids = list(keepers.values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        found = list(Keeper.objects.filter(id__in=ids[start : start + BATCH]))
        emails = emails_of(keeper.person_id for keeper in found if keeper.person_id is not None)
        for keeper in found:
            if keeper.person_id in emails:
                yield each(keeper, emails[keeper.person_id])


@transaction.atomic
def _tell_wishes_of(keeper: Keeper, email: str, *, now: datetime) -> int:
    wishes = list(Wish.objects.select_for_update().filter(keeper=keeper).order_by("-saved_at", "-id"))
    found = offers([wish.offer_id for wish in wishes], "en")
    open_shops = {i for i, card in businesses({wish.seller_id for wish in wishes}).items() if card.active}
    news, gone = [], []
    for wish in wishes:
        offer = found.get(wish.offer_id)
        there = offer is not None and offer.seller_id in open_shops and _in_stock(offer)
        if offer is None or not there:
            if wish.told_in_stock:
                gone.append(wish.id)
            continue
        fell = wish.told_currency == offer.currency and fell_enough(wish.told_price_minor, offer.price_minor)
        if fell or not wish.told_in_stock:
            news.append(News(wish, offer, fell, not wish.told_in_stock))
    Wish.objects.filter(id__in=gone).update(told_in_stock=False)  # silently: nobody wants to hear it
    if not news:
        return 0
    for one in news:
        one.wish.told_currency, one.wish.told_price_minor = one.offer.currency, one.offer.price_minor
        one.wish.told_in_stock = True
        one.wish.save(update_fields=["told_currency", "told_price_minor", "told_in_stock"])
    Keeper.objects.filter(id=keeper.id).update(wishes_told_at=now)
    path = reverse("saved:wishes")
    return tell(Kind.WISHES, [email], partial(_wishes_text, news, path, now), path=path, tag="wishes")


def _in_stock(offer: OfferSnapshot) -> bool:
    return offer.state == "active" and offer.available >= lowest_quantity(offer)


def _wishes_text(news: list[News], path: str, now: datetime) -> Text:
    titles = offers([one.offer.id for one in news], get_language() or "en")
    first = titles[news[0].offer.id].title
    if len(news) > 1:
        subject = ngettext(
            "%(title)s and %(count)s more of your wishes", "%(title)s and %(count)s more of your wishes", len(news) - 1
        ) % {"title": first, "count": number_text(len(news) - 1)}
    elif news[0].back:
        subject = gettext("%(title)s is for sale again") % {"title": first}
    else:
        subject = gettext("%(title)s is cheaper now") % {"title": first}
    lines = [_wish_line(one, titles[one.offer.id].title, now) for one in news[:LINES_MAX]]
    if len(news) > LINES_MAX:
        lines.append("…")
    end = gettext("Your wish list: %(link)s") % {"link": settings().base_url + path}
    return Text(subject, "\n\n".join(["\n\n".join(lines), end]))


def _wish_line(one: News, title: str, now: datetime) -> str:
    wish = one.wish
    sellers = businesses([one.offer.seller_id])
    door = doors_of([one.offer], sellers, wish.country, wish.currency, now=now).get(one.offer.id)
    places = {
        "title": title,
        "day": long_day_text(wish.saved_at),
        "country": country_text(wish.country) if wish.country else "",
        "price": money_text(Money(one.offer.price_minor, one.offer.currency)),
    }
    if door is None or door.total is None:
        said = gettext("%(title)s: the seller asks %(price)s now, without shipping.") % places
    elif wish.door_minor is None:
        places["door"] = money_text(door.total)
        said = gettext("%(title)s: %(door)s at your door (%(country)s).") % places
    else:
        places["door"] = money_text(door.total)
        places["then"] = money_text(Money(wish.door_minor, wish.currency))
        said = gettext("%(title)s: %(door)s at your door (%(country)s). When you saved it, %(day)s: %(then)s.") % places
    return f"{said} {gettext('It is for sale again.')}" if one.back else said


@transaction.atomic
def _tell_goods_of(keeper: Keeper, email: str, *, fresh: Mapping[int, list[FreshOffer]], now: datetime) -> int:
    follows = Follow.objects.filter(keeper=keeper, seller_id__in=list(fresh)).order_by("-since", "-id")
    cards = {i: card for i, card in businesses({row.seller_id for row in follows}).items() if card.active}
    news = []
    for row in follows:
        since = max(row.since, keeper.goods_told_at or row.since)
        goods = [one.offer_id for one in fresh[row.seller_id] if one.listed_at > since]
        if goods and row.seller_id in cards:
            news.append((cards[row.seller_id], goods))
    if not news:
        return 0
    Keeper.objects.filter(id=keeper.id).update(goods_told_at=now)
    path = reverse("saved:shops")
    return tell(Kind.FOLLOWED, [email], partial(_goods_text, news, path), path=path, tag="followed")


def _goods_text(news: list[tuple[BusinessCard, list[int]]], path: str) -> Text:
    if len(news) == 1:
        subject = gettext("New at %(shop)s") % {"shop": news[0][0].name}
    else:
        subject = ngettext(
            "New at %(shop)s and %(count)s more shop", "New at %(shop)s and %(count)s more shops", len(news) - 1
        ) % {"shop": news[0][0].name, "count": number_text(len(news) - 1)}
    parts = []
    for card, goods in news[:LINES_MAX]:
        titles = offers(goods[:LINES_MAX], get_language() or "en")
        lines = [card.name, *(f"- {titles[offer_id].title}" for offer_id in goods[:LINES_MAX] if offer_id in titles)]
        if len(goods) > LINES_MAX:
            lines.append("- …")
        lines.append(settings().base_url + reverse("shop:shop", args=[card.slug]))
        parts.append("\n".join(lines))
    brief = ", ".join(offer.title for offer in offers(news[0][1][:3], get_language() or "en").values())
    end = gettext("The shops that you follow: %(link)s") % {"link": settings().base_url + path}
    return Text(subject, "\n\n".join([*parts, end]), brief)
