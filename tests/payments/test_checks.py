"""What the doctor says about the way money comes in."""

from pathlib import Path

import pytest

from karum.payments import checks, hub_accounts
from karum.payments.providers import bank_transfer, cash, known, sandbox
from karum.runtime.settings import Settings

pytestmark = pytest.mark.django_db


def hub(monkeypatch: pytest.MonkeyPatch, **facts: object) -> None:
    for module in (checks, hub_accounts, cash, known, sandbox):
        monkeypatch.setattr(module, "settings", lambda: Settings(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(("demo", "state"), [(True, "ok"), (False, "bad")])
def test_test_cards_must_not_buy_real_goods(monkeypatch: pytest.MonkeyPatch, demo: bool, state: str) -> None:
    hub(monkeypatch, demo=demo)
    assert checks.payment_provider().state == state


def test_a_real_hub_with_an_account_is_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        '[[account]]\ncurrencies=["USD"]\nholder="A"\ncountry="RW"\naccount_number="12345"\nbank_code="BKIGRWRW"\n'
    )
    hub(monkeypatch, demo=False, hub_accounts=path)
    assert checks.payment_provider().said == "buyers can pay: bank_transfer"


def test_a_broken_file_of_accounts_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hub(monkeypatch, demo=True, hub_accounts=tmp_path / "none.toml")
    assert "HUB_ACCOUNTS" in checks.payment_provider().said
    from karum.money import Money

    assert not bank_transfer.BankTransfer().offered("DE", Money(1, "EUR")), "and no page breaks"


def test_a_provider_that_is_set_up_in_part_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    hub(monkeypatch, demo=True, stripe_secret_key="sk_test_1")
    assert "STRIPE_WEBHOOK_SECRET" in checks.payment_provider().said
