"""What parties know of a person."""

from dataclasses import asdict
from typing import Any

from allauth.mfa.models import Authenticator

from karum.parties.models import Person
from karum.parties.queries import addresses_of, businesses_of
from karum.parties.services.known import known


@known("account")
def account(person: Person) -> dict[str, Any]:
    """What she said of herself, her keys by name, and where she works."""
    keys = Authenticator.objects.filter(user_id=person.pk).order_by("id")
    return {
        "email": person.email,
        "full_name": person.full_name,
        "language": person.language,
        "country": person.country,
        "currency": person.currency,
        "phone": person.phone,
        "time_zone": person.zone,
        "time_zone_of_her_device": person.zone_seen,
        "joined_at": person.joined_at.isoformat(),
        "last_sign_in": person.last_login.isoformat() if person.last_login else None,
        "passkeys": [key.wrap().name for key in keys if key.type == Authenticator.Type.WEBAUTHN],
        "works_at": [{"firm": card.name, "role": role.name.lower()} for card, role in businesses_of(person)],
    }


@known("addresses")
def addresses(person: Person) -> list[dict[str, Any]]:
    """The addresses that she keeps."""
    return [{**asdict(card.address), "offered_first": card.is_default} for card in addresses_of(person)]
