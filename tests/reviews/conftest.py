"""A sale that has arrived, its buyer, its seller and somebody of the hub."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.ExifTags import Base
from pytest_django import Settings

from karum.catalogue.domain import OfferSnapshot
from karum.orders import queries as orders
from karum.orders.domain.states import Action, Role
from karum.orders.queries import OrderView
from karum.orders.services import Actor, Done, Handover, act, ship
from karum.parties.queries import BusinessCard, Person
from karum.reviews import services
from karum.reviews.domain.names import Sign
from karum.reviews.models import Review
from karum.reviews.services import Said
from karum.seeds.factories import LEEDS, make_business, make_offer, make_orders, make_person

NOW = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)
_numbers = count(1)


@dataclass
class World:
    """One seller with one thing to sell, and people around her."""

    seller: BusinessCard
    owner: Person
    operator: Person
    offer: OfferSnapshot

    def buy(self, *, email: str = "grace@people.example", state: str = "delivered") -> OrderView:
        """An order of a guest from Leeds that came as far as ``state``."""
        (order,) = make_orders(self.offer, now=NOW, ship_to=LEEDS, email=email)
        sells = Actor(Role.SELLER, self.owner.pk)
        if state != "paid":
            act(order.seller_id, order.key, Action.ACCEPT, sells, now=NOW)
            assert isinstance(ship(order.seller_id, order.key, [Handover("Van", "", 300)], sells, now=NOW), Done)
        if state == "delivered":
            act(order.seller_id, order.key, Action.DELIVER, sells, now=NOW)
        return orders.access_order_as_operator(order.seller_id, order.key)

    def review(self, stars: int = 4, words: str = "Good coffee.", *, email: str = "", language: str = "en") -> Review:
        """A review by a new buyer."""
        order = self.buy(email=email or f"buyer{next(_numbers)}@people.example")
        said = Said(stars, words, language, Sign.FIRST)
        made = services.write(order, 0, uuid4(), said, person_id=None, now=NOW)
        assert isinstance(made, Review), made
        return made


@pytest.fixture
def world(db: None) -> World:
    number = next(_numbers)
    owner = make_person(f"claudine-r{number}@example.org", "Claudine Uwimana")
    seller = make_business(f"hills-{number}", country="GB", currency="GBP", owner=owner)
    offer = make_offer(seller, title="Blue mug", price=2_000, hs_code="691200")
    operator = make_person(f"odile-r{number}@example.org", "Odile", operator=True)
    return World(seller, owner, operator, offer)


@pytest.fixture(autouse=True)
def _apart(db: None, tmp_path: Path, settings: Settings) -> None:
    """No limits of another test, and pictures in a folder of this one."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def seller(world: World) -> Client:
    client = Client()
    client.force_login(world.owner)
    return client


@pytest.fixture
def operator(world: World) -> Client:
    client = Client()
    client.force_login(world.operator)
    return client


def jpeg(colour: str = "peru", side: int = 400) -> bytes:
    """A photo that says where and with what it was taken."""
    picture = Image.new("RGB", (side, side), colour)
    exif = Image.Exif()
    exif[Base.Make.value] = "SECRET CAMERA"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"secret place")
    return out.getvalue()


def upload(content: bytes, name: str = "a.jpg") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


Made = Callable[..., Review]
Moment = datetime
