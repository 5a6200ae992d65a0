"""kill -9 of web, worker, PostgreSQL and supervisor in the middle of buying: nothing is lost, nothing is doubled."""

import threading
from pathlib import Path

import pytest

from tests.journeys.shopper import Interrupted, Shopper
from tests.runtime.harness import Hub, wait_until

BUYERS = 3


def buy_until(stop: threading.Event, shopper: Shopper, offers: list[str], interruptions: list[str]) -> None:
    number = 0
    while not stop.is_set():
        try:
            shopper.buy(offers[number % len(offers)])
        except (Interrupted, AssertionError) as error:
            interruptions.append(" ".join(str(error).split())[:300])
            stop.wait(0.3)
        number += 1


def wait_for_an_order(shoppers: list[Shopper], interruptions: list[str]) -> None:
    """Until the hub acknowledged one more order than now."""
    bought = sum(len(s.acknowledged) for s in shoppers)
    try:
        wait_until(lambda: sum(len(s.acknowledged) for s in shoppers) > bought, "another order", 120)
    except AssertionError as error:
        raise AssertionError(f"{error} after {bought}; the last interruptions: {interruptions[-6:]}") from None


@pytest.mark.browser
def test_whatever_is_killed_no_acknowledged_order_is_lost_and_no_money_is_doubled(tmp_path: Path) -> None:
    hub = Hub(tmp_path / "hub", KARUM_DEMO="yes")
    hub.start()
    stop, interruptions = threading.Event(), list[str]()
    try:
        offers = Shopper(hub.url).offers()[:6]
        assert offers
        shoppers = [Shopper(hub.url) for _ in range(BUYERS)]
        threads = [threading.Thread(target=buy_until, args=[stop, s, offers, interruptions]) for s in shoppers]
        for thread in threads:
            thread.start()
        for part in ("serve", "worker", "postgres", "serve", "postgres"):
            wait_for_an_order(shoppers, interruptions)
            hub.kill_part(part)
            hub.wait_ready()
        hub.kill()
        hub.start()
        wait_for_an_order(shoppers, interruptions)
        stop.set()
        for thread in threads:
            thread.join(60)
        acknowledged = [page for s in shoppers for page in s.acknowledged]
        assert len(acknowledged) == len(set(acknowledged)) >= 6
        reader = Shopper(hub.url)
        lost = [page for page in acknowledged if reader.get(page).status_code != 200]
        unpaid = [page for page in acknowledged if "Payment received" not in reader.get(page).text]
        assert (lost, unpaid) == ([], [])
        hub.wait_healthy()
        assert interruptions, "nothing was interrupted, so nothing was tested"
    finally:
        stop.set()
        hub.stop()
