"""What was saved by a person."""

from typing import Any

from karum.catalogue.queries import offers
from karum.parties.queries import Person, businesses
from karum.parties.services.known import known
from karum.saved.models import Follow, Wish


@known("saved")
def saved(person: Person) -> dict[str, Any]:
    """Her wish list and the shops that she follows."""
    wishes = list(Wish.objects.filter(keeper__person_id=person.pk).order_by("saved_at", "id"))
    titles = offers([wish.offer_id for wish in wishes], person.language)
    follows = list(Follow.objects.filter(keeper__person_id=person.pk).order_by("since", "id"))
    shops = businesses({follow.seller_id for follow in follows})
    return {
        "wishes": [
            {
                "offer": wish.offer_id,
                "title": titles[wish.offer_id].title if wish.offer_id in titles else None,
                "saved_at": wish.saved_at.isoformat(),
                "country": wish.country,
                "currency": wish.currency,
                "door_price_minor": wish.door_minor,
            }
            for wish in wishes
        ],
        "follows": [
            {"shop": shops[one.seller_id].name, "since": one.since.isoformat()}
            for one in follows
            if one.seller_id in shops
        ],
    }
