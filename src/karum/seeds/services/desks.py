"""What a desk looks like on a busy day: a draft, stock that runs low, a holiday, promises in two languages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from karum.catalogue import queries as catalogue
from karum.catalogue import services as catalogue_writes
from karum.catalogue.queries.fronts import policies_of
from karum.catalogue.services.fronts import save_policy
from karum.desk.services import drafts
from karum.parties.queries import business, members
from karum.shipping import services as shipping

POTTERY, ON_HOLIDAY, SOON_AWAY = "etruria-street-pottery", "viti-moana", "saguenay-erable"
_DRAFT = UUID("5eed0000-0000-4000-8000-000000000001")
_TYPED = {"title": "Salt-glazed oil jar", "price": "34", "available": "5", "language": "en", "origin": "GB"}
_PROMISES = {
    "en": "Broken on the way? Send a photo within a week and we throw you another one. We take orders made to measure.",
    "fr": "Cassé en route ? Envoyez une photo sous huit jours et nous en tournons un autre. Nous faisons sur mesure.",
}
_LEFT = (2, 0)


def seed_desks(ids: Mapping[str, int], *, now: datetime) -> bool:
    """Do it once; return whether anything was written. ids: seller's slug -> id."""
    pottery = ids[POTTERY]
    if policies_of(pottery):
        return False
    owner = members(pottery)[0]
    drafts.keep(pottery, _DRAFT, _TYPED, [], person_id=owner.person_id, now=now)
    for offer, left in zip(catalogue.offers_of_seller(pottery, "en"), _LEFT, strict=False):
        catalogue_writes.set_stock(pottery, offer.id, left)
    today = now.date()
    for slug, first, last, sells in ((ON_HOLIDAY, -2, 9, True), (SOON_AWAY, 20, 34, False)):
        refused = shipping.set_holiday(
            ids[slug],
            first=today + timedelta(days=first),
            last=today + timedelta(days=last),
            sells=sells,
            home=business(ids[slug]).country,
            today=today,
        )
        assert refused is None, f"{slug}: {refused}"
    for language, text in _PROMISES.items():
        save_policy(pottery, language, text, author=owner.full_name, is_original=language == "en")
    return True
