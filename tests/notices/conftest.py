"""What the tests of notices share: people, and the demo's mailbox."""

import pytest

from karum.parties import services
from karum.parties.models import Person


@pytest.fixture(autouse=True)
def _letters_are_kept(settings: object) -> None:
    """pytest-django puts its own e-mail backend; these tests read the demo's mailbox."""
    settings.EMAIL_BACKEND = "karum.parties.mailbox.Backend"  # type: ignore[attr-defined]


@pytest.fixture
def wanjiru(db: None) -> Person:
    return services.create_person("wanjiru@example.org", "Wanjiru Kamau", country="KE", language="sw")


@pytest.fixture
def aline(db: None) -> Person:
    return services.create_person("aline@example.org", "Aline Uwase", country="RW", language="fr")
