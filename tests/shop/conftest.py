"""A hub with two firms: coffee from Rwanda and a pottery in Stoke-on-Trent that also sells that coffee."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from karum.catalogue import services as catalogue
from karum.money import Money
from karum.parties import services as parties
from karum.parties.domain import PostalAddress
from karum.parties.queries import BusinessCard
from karum.shipping import services as shipping

COFFEE = "bourbon-coffee"
TODAY = timezone.localdate()


@dataclass(frozen=True, slots=True)
class Hub:
    """What the tests talk about."""

    coffee_seller: BusinessCard
    pottery: BusinessCard
    product_id: int
    offer_id: int  # 250 g from Rwanda
    large_offer_id: int  # 1 kg from Rwanda
    other_offer_id: int  # 250 g from Stoke-on-Trent
    mug_offer_id: int


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(hue: tuple[int, int, int]) -> bytes:
    """A picture with soft shading, so that it compresses about as a photograph of a thing on a table does."""
    image = Image.new("RGB", (1200, 1200), hue)
    pen = ImageDraw.Draw(image)
    for step in range(0, 600, 4):
        shade = tuple(max(0, part - step // 8) for part in hue)
        pen.ellipse((step, step, 1200 - step, 1200 - step), fill=shade)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def firm(name: str, country: str, currency: str, city: str, story: str) -> BusinessCard:
    """A firm that ships to the whole world but Antarctica."""
    address = PostalAddress(country=country, company=name, street="1 Market Street", city=city)
    found = parties.create_business(
        name=name, country=country, currency=currency, story=story, founded=2009, address=address
    )
    zone = shipping.set_zone(found.id, "East and south", ["RW", "KE", "GB", "DE", "US", "VN", "BR"])
    assert isinstance(zone, int)
    rate = shipping.set_rate(
        found.id, zone, name="Registered post", carrier="Post", mode="post", currency=currency,
        weight_bands=[(2_000, 900), (20_000, 4_500)], days_min=6, days_max=12,
    )  # fmt: skip
    assert isinstance(rate, str), rate
    return found


def holiday(seller: BusinessCard, *, sells: bool) -> None:
    """The seller is away for ten days from today."""
    refused = shipping.set_holiday(
        seller.id, first=TODAY, last=TODAY + timedelta(days=9), sells=sells, home=seller.country, today=TODAY
    )
    assert refused is None


@pytest.fixture
def hub(db: None, django_capture_on_commit_callbacks: Any) -> Hub:
    with django_capture_on_commit_callbacks(execute=True):  # what the catalogue learns after a commit
        return _stock_the_shelves()


def _stock_the_shelves() -> Hub:
    catalogue.save_category("food", {"en": "Food & drink", "fr": "Épicerie", "ar": "الأطعمة", "sw": "Chakula"})
    catalogue.save_category("coffee", {"en": "Coffee", "fr": "Café", "zh-hans": "咖啡"}, parent="food")
    catalogue.save_category("ceramics", {"en": "Ceramics", "fr": "Céramique"})
    coffee = firm(
        "Huye Hills Coffee", "RW", "USD", "Huye", "Families grow coffee above Huye.\n\nWe roast it ourselves."
    )
    pottery = firm("Etruria Street Pottery", "GB", "GBP", "Stoke-on-Trent", "Mugs since 2009.")
    parties.verify(
        coffee.id,
        "registration",
        "Entry in the company register read",
        checked_by="Aline Mukamana",
        checked_on=date(2026, 3, 14),
    )
    product = catalogue.create_product(
        seller_id=coffee.id, category="coffee", language="en", title="Huye washed bourbon", slug=COFFEE,
        hs_code="090121", origin="RW", summary="Red currant and brown sugar.",
        description="Washed and dried on raised beds.\n\nRoasted on Tuesdays.", materials=["Arabica coffee"],
    )  # fmt: skip
    catalogue.save_text(
        product, "fr", title="Bourbon lavé de Huye", description="Séché sur lits surélevés.", author="A. M."
    )
    small = catalogue.add_variant(product, weight_g=285, name="250 g")
    large = catalogue.add_variant(product, weight_g=1_060, name="1 kg")
    offers = [
        catalogue.set_offer(
            seller_id=coffee.id, variant_id=small, sku="HHC-250", price=Money(1_250, "USD"), available=320,
            breaks=[(12, 1_100), (48, 1_000)],
        ),
        catalogue.set_offer(seller_id=coffee.id, variant_id=large, sku="HHC-1", price=Money(4_100, "USD"), available=3),
        catalogue.set_offer(seller_id=pottery.id, variant_id=small, sku="E-C", price=Money(1_450, "GBP"), available=40),
    ]  # fmt: skip
    mug = catalogue.create_product(
        seller_id=pottery.id, category="ceramics", language="en", title="Blue slip mug", slug="blue-slip-mug",
        hs_code="691200", origin="GB", summary="Thrown and dipped.", description="Holds 300 ml.",
    )  # fmt: skip
    cup = catalogue.add_variant(mug, weight_g=450, name="300 ml")
    offers.append(
        catalogue.set_offer(
            seller_id=pottery.id, variant_id=cup, sku="ESP-MUG", price=Money(1_800, "GBP"), available=60,
            quantity_min=6, pack_multiple=6,
        )
    )  # fmt: skip
    return Hub(coffee, pottery, product, *offers)


@pytest.fixture
def pictured(hub: Hub) -> Hub:
    """The same with three pictures of the coffee; making the files takes a moment."""
    for hue in ((214, 178, 140), (150, 170, 190), (120, 140, 90)):
        catalogue.add_picture(hub.product_id, picture(hue), alt="A bag of coffee")
    return hub


def words_of(answer: Any) -> str:
    """A page with every white space made one plain space."""
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def buyer(client: Client) -> Client:
    """A guest in Kenya who reads English and thinks in shillings."""
    client.cookies["locale"] = "KE.en.KES"
    return client
