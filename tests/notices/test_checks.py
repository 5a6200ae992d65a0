"""What the doctor says about pushes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from karum.notices import checks
from karum.notices.models import Device


def devices(count: int) -> None:
    for number in range(count):
        Device.objects.create(person_id=1, endpoint=f"https://x/{number}", added_at=timezone.now() - timedelta(days=60))


@pytest.mark.django_db
def test_a_new_hub_is_well() -> None:
    assert checks.pushes().ok
    devices(3)
    assert "3 devices" in checks.pushes().said


@pytest.mark.django_db
def test_many_devices_that_nothing_reaches_are_said() -> None:
    devices(20)
    assert not checks.pushes().ok
    Device.objects.filter(endpoint="https://x/1").update(reached_at=timezone.now())
    assert checks.pushes().ok


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "not base64 at all", "AA", "A" * 22])
def test_a_key_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr("karum.notices.services.push.push_key", lambda: key)
    found = checks.pushes()
    assert not found.ok
    assert "PUSH_KEY" in found.do
