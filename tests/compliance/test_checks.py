from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from karum.compliance import checks
from karum.compliance.services.screening import Buyer, screen_buyer
from karum.runtime.settings import settings
from tests.compliance.conftest import Load
from tests.official.lists import OFAC

WHOLE = OFAC.replace("<sdnEntry><uid>104</uid><sdnType>Entity</sdnType></sdnEntry>", "")


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    knobs = replace(settings(), demo=False)
    monkeypatch.setattr(checks, "settings", lambda: knobs)


@pytest.mark.django_db
def test_a_real_hub_without_a_list_is_warned(real: None) -> None:
    assert checks.lists().state == "warn"


def test_a_new_list_is_good_and_an_old_one_is_not(real: None, load: Load) -> None:
    load(WHOLE, now=timezone.now() - timedelta(days=8))
    assert "ofac-sdn" in checks.lists().said
    assert checks.lists().state == "warn"
    load(WHOLE.replace("CYBER2", "CYBER3"), now=timezone.now())
    assert checks.lists().state == "ok"


def test_rows_that_could_not_be_used_are_said(real: None, load: Load) -> None:
    load(OFAC, now=timezone.now())
    assert "ofac-sdn (1)" in checks.lists().said


def test_who_waits_too_long_is_said(load: Load) -> None:
    load(OFAC)
    buyer = Buyer(("Oleg Zarubsky",), "", "RU", "o@example.org", "en")
    screen_buyer(buyer, now=timezone.now() - timedelta(days=3))
    assert checks.cases().state == "warn"
