"""What notices know of a person."""

from typing import Any

from karum.notices.queries import devices_of, switches_of
from karum.parties.queries import Person
from karum.parties.services.known import known


@known("notices")
def notices(person: Person) -> dict[str, Any]:
    """What she wants to be told, and on which devices."""
    return {
        "switches": [
            {"kind": one.about.kind.value, "by_email": one.by_email, "by_push": one.by_push}
            for one in switches_of(person)
        ],
        "devices": [{"name": one.name, "added_at": one.added_at.isoformat()} for one in devices_of(person)],
    }
