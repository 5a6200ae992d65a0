"""Stock as the desk shows it: what is there, how it sells, what runs low."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot
from karum.desk.domain.stock import SOLD_DAYS, days_left, is_low
from karum.orders.queries.sold import sold_since


@dataclass(frozen=True, slots=True)
class Shelf:
    """One offer with what was ordered of it in the last 30 days."""

    offer: OfferSnapshot
    sold: int

    @property
    def is_out(self) -> bool:
        return self.offer.available < self.offer.quantity_min

    @property
    def is_low(self) -> bool:
        return is_low(self.offer.available, self.offer.quantity_min, self.sold)

    @property
    def days(self) -> int | None:
        """For how many days it lasts as it sells now."""
        return days_left(self.offer.available, self.sold)


def shelves(seller_id: int, language: str, *, now: datetime) -> list[Shelf]:
    """Everything a seller offers: what is sold out or low first, then the newest."""
    sold = sold_since(seller_id, now - timedelta(days=SOLD_DAYS))
    found = [Shelf(offer, sold.get(offer.id, 0)) for offer in catalogue.offers_of_seller(seller_id, language)]
    return sorted(found, key=lambda one: (one.offer.state != "active", not one.is_out, not one.is_low))


def short_of(seller_id: int, language: str, *, now: datetime) -> int:
    """How many articles on sale are sold out or nearly."""
    return sum(
        one.offer.state == "active" and (one.is_out or one.is_low) for one in shelves(seller_id, language, now=now)
    )
