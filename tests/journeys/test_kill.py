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
            interruptions.append(str(error)[:200])
            stop.wait(0.3)
        number += 1


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
            bought = sum(len(s.acknowledged) for s in shoppers)
            wait_until(lambda b=bought: sum(len(s.acknowledged) for s in shoppers) > b, "another order", 60)
            hub.kill_part(part)
            hub.wait_ready()
        hub.kill()
        hub.start()
        bought = sum(len(s.acknowledged) for s in shoppers)
        wait_until(lambda: sum(len(s.acknowledged) for s in shoppers) > bought, "an order after the restart", 60)
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
