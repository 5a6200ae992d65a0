"""What the doctor says about letters and owners."""

import dataclasses

import pytest

from karum.parties import checks, services
from karum.parties.queries import BusinessCard
from karum.runtime.settings import Settings


@pytest.mark.parametrize(
    ("knobs", "state", "says"),
    [
        (Settings(demo=True), "ok", "/demo/mailbox"),
        (Settings(demo=False), "bad", "nobody can sign in"),
        (Settings(demo=False, smtp_url="mail.example.org"), "bad", "cannot be read"),
        (Settings(demo=False, smtp_url="smtp://mail.example.org"), "warn", "hub@localhost"),
        (
            Settings(demo=False, smtp_url="smtp://u:secret@mail.example.org", mail_from="hub@example.org"),
            "ok",
            "mail.example",
        ),
    ],
)
def test_letters(monkeypatch: pytest.MonkeyPatch, knobs: Settings, state: str, says: str) -> None:
    monkeypatch.setattr("karum.parties.checks.settings", lambda: knobs)
    finding = checks.letters()
    assert finding.state == state
    assert says in finding.said
    assert "secret" not in str(dataclasses.astuple(finding))
    assert finding.ok or finding.do


def test_owners(coop: BusinessCard) -> None:
    assert checks.owners().ok
    services.create_business(name="Nobody's", country="KE", currency="KES")
    assert "nobodys" in checks.owners().said
