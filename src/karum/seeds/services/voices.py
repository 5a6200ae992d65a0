"""What the demo's people say: reviews of what they bought, questions to shops, and what the hub does about some."""

import io
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageEnhance, ImageOps

from karum.catalogue import queries as catalogue
from karum.orders import queries as orders_read
from karum.orders.queries import OrderView
from karum.parties import queries as parties_read
from karum.parties import services as parties
from karum.parties.queries import Person
from karum.reviews import queries as reviews_read
from karum.reviews import services as reviews
from karum.reviews.domain.names import Sign
from karum.reviews.domain.writing import NotWritten, Reason
from karum.reviews.queries.orders import arrived_at
from karum.reviews.services import photos
from karum.seeds import content
from karum.talk import queries as talk_read
from karum.talk import services as talk
from karum.talk.domain.saying import NotSaid, Side
from karum.talk.domain.saying import Reason as TalkReason
from karum.talk.queries import Show

_ROOM = ((0.04, 0.1, 0.9, 0.96), (0.12, 0.06, 0.98, 0.9))
"""What part of a picture a buyer's photo shows: left, top, right, bottom."""


def seed_voices(ids: Mapping[str, int], *, now: datetime) -> int:
    """Let people talk, once; return how many reviews and conversations there are new. ids: seller's slug -> id."""
    made = 0
    if not reviews_read.ratings_of_sellers(ids.values()):
        made += _reviews(ids, now)
    if not any(talk_read.inbox_counts(seller_id)[Show.ALL] for seller_id in ids.values()):
        made += _talks(ids, now)
    return made


@cache
def _said() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("karum.seeds") / "data" / "voices.toml").read_text(encoding="utf-8"))


@transaction.atomic
def _reviews(ids: Mapping[str, int], now: datetime) -> int:
    hub = parties.create_person(next(row.email for row in content.people() if row.role == "operator"))
    orders = sorted(orders_read.recent_orders(limit=500), key=lambda order: order.placed_at)
    for row in _said()["review"]:
        mine = [one for one in orders if one.email == row["buyer"] and one.seller_id == ids[row["seller"]]]
        found = _bought(mine, row["product"], now)
        assert found is not None, f"{row['buyer']} has not received {row['product']}"
        order, position = found
        arrived = arrived_at(order)
        assert arrived is not None
        at = min(arrived + timedelta(days=row["after"]), now - timedelta(hours=2))
        said = reviews.Said(row["stars"], row["words"], row["language"], Sign(row["sign"]))
        pictures = photos.made([_snapshot(row)]) if "photo" in row else []
        key, buyer_id = _key(row), order.buyer_id
        review = reviews.write(order, position, key, said, pictures, person_id=buyer_id, now=at)
        assert not isinstance(review, NotWritten), f"{row['product']}: {review}"
        _what_followed(row, review.pk, order, hub, at=at, now=now)
    return len(_said()["review"])


def _what_followed(
    row: Mapping[str, Any], review_id: int, order: OrderView, hub: Person, *, at: datetime, now: datetime
) -> None:
    owner = parties_read.members(order.seller_id)[0].person_id
    key, later = _key(row), min(at + timedelta(days=1), now - timedelta(hours=1))
    if "reply" in row:
        reviews.reply(order.seller_id, key, row["reply"], row["reply_language"], person_id=owner, now=later)
    for one in row.get("translations", ()):
        by_hub = one["by"] == "hub"
        author, author_id = (str(hub), hub.pk) if by_hub else (order.seller.name, owner)
        reviews.translate(
            review_id, one["language"], one["words"], author=author, author_id=author_id, side=one["by"], now=later
        )
    if "reported" in row:
        reason, words = Reason(row["reported"]), row["reported_words"]
        # Yesterday: a demo that has just begun owes nobody an answer.
        reviews.report(review_id, reason, words, side="seller", person_id=owner, now=now - timedelta(hours=20))
    if "hidden" in row:
        reviews.hide(key, Reason(row["hidden"]), row["hidden_words"], person_id=hub.pk, now=later)


def _bought(orders: list[OrderView], slug: str, now: datetime) -> tuple[OrderView, int] | None:
    """The first order with this product that can be reviewed, and the line."""
    for order in orders:
        for one in reviews_read.bought(order, "en", now):
            if one.offer.product_slug == slug and one.review is None and one.why_not is None:
                return order, one.line.position
    return None


def _snapshot(row: Mapping[str, Any]) -> bytes:
    """A buyer's photo: the product's own picture as a telephone in a warm room would take it."""
    page = catalogue.product_page(row["product"], "en")
    assert page is not None
    url = page.pictures[0].url_at(1080)
    path = Path(settings.MEDIA_ROOT) / url.removeprefix(settings.MEDIA_URL)
    number = sum(row["photo"].encode())
    with Image.open(path) as picture:
        left, top, right, bottom = _ROOM[number % len(_ROOM)]
        wide, high = picture.size
        seen = picture.convert("RGB").crop((int(left * wide), int(top * high), int(right * wide), int(bottom * high)))
        turned = seen.rotate(number % 7 - 3, Image.Resampling.BICUBIC).crop(
            (int(seen.width * 0.06), int(seen.height * 0.06), int(seen.width * 0.94), int(seen.height * 0.94))
        )
        warm = Image.blend(turned, ImageOps.colorize(turned.convert("L"), "#2b1a0c", "#ffe9c4"), 0.28)
        out = io.BytesIO()
        ImageEnhance.Brightness(warm).enhance(0.92).save(out, "JPEG", quality=88)
        return out.getvalue()


@transaction.atomic
def _talks(ids: Mapping[str, int], now: datetime) -> int:
    for row in _said()["saved"]:
        seller = ids[row["seller"]]
        talk.save_reply(seller, None, name=row["name"], language=row["language"], words=row["words"])
    for row in _said()["talk"]:
        _talk(row, ids[row["seller"]], now)
    talk.remind(now=now)  # whoever keeps a buyer waiting was told before this demo began
    return len(_said()["talk"])


def _talk(row: Mapping[str, Any], seller_id: int, now: datetime) -> None:
    buyer = parties.create_person(row["buyer"])
    owner = parties_read.members(seller_id)[0].person_id
    first, *others = row["messages"]
    at = now - timedelta(hours=first["hours"])
    if row.get("order"):
        order = next(one for one in orders_read.orders_of_buyer(buyer.pk) if one.seller_id == seller_id)
        pk = talk.ask_about_order(order, Side.ASKER, now=at).pk
        others = row["messages"]
    else:
        pk = _asked(row, buyer, seller_id, at)
    for one in others:
        side = Side(one["by"])
        person_id = owner if side is Side.SELLER else buyer.pk
        then = now - timedelta(hours=one["hours"])
        answer = talk.say(pk, side, one["words"], one["language"], person_id=person_id, now=then)
        assert not isinstance(answer, NotSaid), answer
    if row.get("publish"):
        assert talk.publish(pk, person_id=owner, now=now - timedelta(hours=row["messages"][-1]["hours"]))
    if "reported" in row:
        reason, words = TalkReason(row["reported"]), row["reported_words"]
        talk.report(pk, Side.ASKER, reason, words, person_id=buyer.pk, now=now - timedelta(hours=20))


def _asked(row: Mapping[str, Any], buyer: Person, seller_id: int, at: datetime) -> int:
    first = row["messages"][0]
    page = catalogue.product_page(row["product"], buyer.language)
    assert page is not None, row["product"]
    question = talk.Question(
        key=_key(row),
        seller_id=seller_id,
        words=first["words"],
        language=first["language"],
        email=buyer.email,
        name=buyer.full_name.split()[0],
        country=buyer.country,
        person_id=buyer.pk,
        product=talk.Product(page.id, page.slug, page.text.title, page.text.language),
        may_publish=bool(row.get("publish")),
    )
    made = talk.ask(question, now=at)
    assert not isinstance(made, NotSaid), made
    return made.pk


def _key(row: Mapping[str, Any]) -> UUID:
    return uuid5(NAMESPACE_URL, f"karum demo voice {row['buyer']} {row['seller']} {row.get('product', 'order')}")
