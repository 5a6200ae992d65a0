"""Something to save: an offer of a firm, a person with an account, and her mailbox."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from karum.catalogue import services as catalogue
from karum.catalogue.domain import OfferSnapshot
from karum.catalogue.queries import offer
from karum.money import Money
from karum.parties.locale import Locale
from karum.parties.queries import BusinessCard, Person
from karum.saved import services
from karum.saved.models import Keeper
from karum.seeds.factories import make_business, make_offer, make_person

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEEDS = Locale("GB", "en", "GBP")


@pytest.fixture(autouse=True)
def _letters_are_kept(settings: object) -> None:
    """pytest-django puts its own e-mail backend; these tests read the demo's mailbox."""
    settings.EMAIL_BACKEND = "karum.parties.mailbox.Backend"  # type: ignore[attr-defined]


@dataclass
class World:
    """A shop with one thing to sell, and a buyer."""

    seller: BusinessCard
    offer: OfferSnapshot
    grace: Person

    def keeper(self) -> Keeper:
        return services.open_keeper(self.grace.pk, None, now=NOW)

    def save(self) -> Keeper:
        keeper = self.keeper()
        assert services.save_wish(keeper, self.offer.id, LEEDS, now=NOW) is None
        return keeper

    def sell_at(self, price_minor: int, available: int = 100) -> None:
        catalogue.set_offer(
            seller_id=self.seller.id,
            variant_id=self.offer.variant_id,
            sku=self.offer.sku,
            price=Money(price_minor, self.seller.currency),
            available=available,
        )
        found = offer(self.offer.id, "en")
        assert found is not None
        self.offer = found


@pytest.fixture
def world(db: None) -> World:
    seller = make_business()
    return World(seller, make_offer(seller), make_person())
