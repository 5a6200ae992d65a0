"""What the demo's buyers saved: a wish each week since a while ago, at the price of that day, and shops they follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from karum.catalogue import queries as catalogue
from karum.parties import services as parties
from karum.parties.locale import Locale, currency_of
from karum.saved import services as saved
from karum.saved.queries import of_person
from karum.seeds import content

WISHES, SHOPS = 4, 3


@transaction.atomic
def seed_keepsakes(ids: Mapping[str, int], *, now: datetime) -> int:
    """Let buyers save and follow, once; return how many things were saved. ids: seller's slug -> id."""
    buyers = [row for row in content.people() if row.role == "buyer"]
    sellers, made = sorted(ids.items()), 0
    for number, row in enumerate(buyers):
        person = parties.create_person(row.email)
        if of_person(person.pk) is not None:
            continue
        keeper = saved.open_keeper(person.pk, None, now=now)
        place = Locale(row.country, row.language, currency_of(row.country))
        for step in range(WISHES):
            _slug, seller_id = sellers[(number * 5 + step * 7) % len(sellers)]
            for offer in catalogue.offers_of_seller(seller_id, row.language)[step : step + 1]:
                day = now - timedelta(days=3 + 9 * step + number)
                made += saved.save_wish(keeper, offer.id, place, now=day) is None
        for step in range(SHOPS):
            seller_id = sellers[(number * 3 + step * 11) % len(sellers)][1]
            made += saved.follow(keeper, seller_id, now=now - timedelta(days=2 + 8 * step)) is None
    return made
