"""A shop with something to sell, a buyer with an account, and somebody of the hub."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from karum.catalogue.domain import OfferSnapshot
from karum.parties.queries import BusinessCard, Person
from karum.seeds.factories import make_business, make_offer, make_person
from karum.talk import services
from karum.talk.domain.saying import Side
from karum.talk.models import Conversation, Message
from karum.talk.queries import TalkView
from karum.talk.services import Product, Question

NOW = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
HOUR = timedelta(hours=1)
_numbers = count(1)


@dataclass
class World:
    """Everybody who talks."""

    seller: BusinessCard
    owner: Person
    buyer: Person
    operator: Person
    offer: OfferSnapshot

    @property
    def product(self) -> Product:
        offer = self.offer
        return Product(offer.product_id, offer.product_slug, offer.title, offer.title_language)

    def ask(self, words: str = "Is it dishwasher safe?", *, guest: str = "", publish: bool = True) -> Conversation:
        """A question about the mug: by the buyer, or by a guest with this address, who has not confirmed it."""
        question = Question(
            key=uuid4(),
            seller_id=self.seller.id,
            words=words,
            language="en",
            email=guest or self.buyer.email,
            name="Grace",
            country="GB",
            person_id=None if guest else self.buyer.pk,
            product=self.product,
            may_publish=publish,
        )
        made = services.ask(question, now=NOW)
        assert isinstance(made, Conversation), made
        return made

    def answer(self, row: Conversation, words: str = "Yes, it is.") -> Message:
        made = services.say(row.pk, Side.SELLER, words, "en", person_id=self.owner.pk, now=NOW + 3 * HOUR)
        assert isinstance(made, Message), made
        return made


@pytest.fixture
def world(db: None) -> World:
    number = next(_numbers)
    owner = make_person(f"claudine-t{number}@example.org", "Claudine Uwimana")
    seller = make_business(f"kiln-{number}", name="Kiln Lane", country="GB", currency="GBP", owner=owner)
    return World(
        seller,
        owner,
        make_person(f"grace-t{number}@people.example", "Grace Thornton", country="GB"),
        make_person(f"odile-t{number}@example.org", "Odile", operator=True),
        make_offer(seller, title="Blue mug", price=2_000, hs_code="691200"),
    )


@pytest.fixture(autouse=True)
def _no_limits(db: None) -> None:
    cache.clear()


def _signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def shop(world: World) -> Client:
    return _signed_in(world.owner)


@pytest.fixture
def buyer(world: World) -> Client:
    return _signed_in(world.buyer)


@pytest.fixture
def operator(world: World) -> Client:
    return _signed_in(world.operator)


def token(row: Conversation) -> str:
    return TalkView(row).token
