"""What the doctor says about the way money comes in."""

import pytest

from karum.payments import checks
from karum.runtime.settings import Settings


@pytest.mark.parametrize(("demo", "state"), [(True, "ok"), (False, "bad")])
def test_test_cards_must_not_buy_real_goods(monkeypatch: pytest.MonkeyPatch, demo: bool, state: str) -> None:
    monkeypatch.setattr("karum.payments.checks.settings", lambda: Settings(demo=demo))
    assert checks.payment_provider().state == state
