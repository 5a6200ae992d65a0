"""The demo hub: seeded once, complete, and with a past in which everything happened."""

import time
import pytest

from karum.seeds.services import seed_demo


@pytest.mark.django_db
def test_seeding(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    t = time.monotonic()
    c = time.process_time()
    seed_demo()
    print("wall", time.monotonic() - t, "cpu", time.process_time() - c)
