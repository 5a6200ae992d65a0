"""What the tests of parties share: people, a firm, and a reader of letters."""

import re
from collections.abc import Callable

import pytest

from karum.parties import services
from karum.parties.domain import PostalAddress, Role
from karum.parties.models import Letter, Person
from karum.parties.queries import BusinessCard


@pytest.fixture(autouse=True)
def _letters_are_kept(settings: object) -> None:
    """pytest-django puts its own e-mail backend; these tests read the demo's mailbox."""
    settings.EMAIL_BACKEND = "karum.parties.mailbox.Backend"  # type: ignore[attr-defined]


@pytest.fixture
def wanjiru(db: None) -> Person:
    return services.create_person("wanjiru@example.org", "Wanjiru Kamau", country="KE", language="sw")


@pytest.fixture
def immaculee(db: None) -> Person:
    return services.create_person("immaculee@example.org", "Immaculée Uwase", country="RW", language="fr")


@pytest.fixture
def coop(immaculee: Person) -> BusinessCard:
    return services.create_business(
        name="Kopakama",
        legal_name="Koperative Kopakama",
        country="RW",
        currency="RWF",
        language="fr",
        kind="cooperative",
        owner=immaculee,
        address=PostalAddress("RW", company="Kopakama", street="KN 5 Rd 14", city="Rutsiro"),
    )


@pytest.fixture
def member(coop: BusinessCard) -> Callable[[Role], Person]:
    """Make a person who works in the co-operative with this role."""

    def make(role: Role) -> Person:
        person = services.create_person(f"{role.name.lower()}@example.org", role.name.title())
        services.add_member(coop.id, person, role)
        return person

    return make


def newest_code(to: str) -> str:
    """The code in the newest letter to this address."""
    body = Letter.objects.filter(recipient=to).order_by("-id")[0].body
    found = re.search(r"\b\d{4}-\d{4}\b", body)
    assert found, body
    return found.group()
