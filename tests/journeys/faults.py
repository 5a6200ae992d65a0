"""Hurt a whole hub at random while people trade on it, and count what became of their money."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.shopper import Interrupted, Shopper
from tests.journeys.traders import Story, Trader
from tests.runtime.harness import Hub

PARTS = ("serve", "worker", "postgres")


@dataclass
class Result:
    """What was done to the hub, what people were told, and what is wrong in the end (``wrong``: empty when nothing)."""

    seconds: float = 0.0
    runs: int = 0
    paid: int = 0
    given_up: int = 0
    """runs whose person lost patience: the hub stayed away too long"""
    killed: Counter[str] = field(default_factory=Counter)
    interruptions: Counter[str] = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    states: dict[str, int] = field(default_factory=dict)
    payments: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def text(self) -> str:
        return json.dumps(vars(self), indent=2)


class Siege:
    """``runs`` of the main job by ``clients`` at once, at most ``seconds_max`` long, with a kill every few seconds."""

    def __init__(
        self, folder: Path, *, runs: int, clients: int, seconds_max: float, pause_s: tuple[float, float], seed: int
    ) -> None:
        self.hub = Hub(
            folder, KARUM_DEMO="yes", QUOTES_PER_MINUTE="1000000000", TRUSTED_PROXIES="127.0.0.1", SECRET_KEY="siege"
        )
        self.runs, self.clients, self.seconds_max, self.pause_s = runs, clients, seconds_max, pause_s
        self.chance = random.Random(seed)
        self.left = threading.Semaphore(runs)
        self.over = threading.Event()
        self.result = Result()

    def endure(self) -> Result:
        """Start the hub, do all of it, stop the hub. Only what the hub promised is asked for in the end."""
        self.hub.start()
        try:
            offers, people = self._offers(), self._people()
            self._report("before", self._look("look"))
            begun = time.monotonic()
            traders = [Trader(self.hub.url, people, random.Random(self.chance.random())) for _ in range(self.clients)]
            threads = [threading.Thread(target=self._trade, args=[trader, offers]) for trader in traders]
            for thread in threads:
                thread.start()
            self._hurt(threads, begun)
            for thread in threads:
                thread.join(400)
            self.result.seconds = time.monotonic() - begun
            self._count(traders)
            self._judge([story for trader in traders for story in trader.stories], self._look("end"))
            verified = self.hub.karum("ledger", "verify")
            if verified.returncode:
                self.result.wrong.append(f"karum ledger verify: {verified.stdout}{verified.stderr}")
            self.hub.wait_healthy(120)
        finally:
            self.hub.stop()
        return self.result

    def _trade(self, trader: Trader, offers: list[str]) -> None:
        while not self.over.is_set() and self.left.acquire(blocking=False):
            try:
                trader.run(trader.chance.choice(offers))
            except Interrupted:
                self.result.given_up += 1

    def _hurt(self, threads: list[threading.Thread], begun: float) -> None:
        while any(thread.is_alive() for thread in threads):
            time.sleep(self.chance.uniform(*self.pause_s))
            if time.monotonic() - begun > self.seconds_max:
                self.over.set()
                break
            part = self.chance.choice(PARTS)
            self._kill(part)

    def _kill(self, part: str) -> None:
        """All processes of a part at once, also while others are still coming up; the supervisor starts new ones."""
        processes = self.hub.parts(part)
        for process in processes:
            process.kill()
        self.result.killed[part] += bool(processes)

    def _count(self, traders: list[Trader]) -> None:
        for trader in traders:
            self.result.interruptions += trader.interruptions
            self.result.cards += trader.paid_with
            self.result.runs += len(trader.stories)
            self.result.paid += sum(story.paid for story in trader.stories)
            for story in trader.stories:
                self.result.acts.update(story.done)

    def _judge(self, stories: list[Story], end: dict[str, Any]) -> None:
        self._report("in the end", end)
        self.result.states, self.result.payments = end["states"], end["payments"]
        self.result.refunds = end["refunds"]
        wrong = self.result.wrong
        final = {"completed", "expired", "cancelled", "refused", "refunded"}
        wrong += [f"{count} orders are still {state}" for state, count in end["states"].items() if state not in final]
        wrong += [f"{count} refunds are {state}" for state, count in end["refunds"].items() if state != "sent"]
        told = Counter(story.page for story in stories if story.paid)
        wrong += [f"{page} was acknowledged {count} times" for page, count in told.items() if count > 1]
        for story in stories:
            if not story.paid:
                continue
            trail = Counter(end["trails"].get(str(story.seller_and_key[1]), []))
            if trail["place"] != 1 or trail["pay"] != 1:
                wrong.append(f"{story.page} was acknowledged as paid, its trail says {dict(trail)}")
            wrong += [
                f"{story.page}: {act} was acknowledged, not in {dict(trail)}" for act in story.done if not trail[act]
            ]
            wrong += [f"{story.page}: {act} {count} times" for act, count in trail.items() if count > 1]

    def _report(self, when: str, seen: dict[str, Any]) -> None:
        self.result.wrong += [f"{when}: {said}" for said in seen["problems"] + seen["provider"]]

    def _look(self, how: str) -> dict[str, Any]:
        env = {**self.hub.env, "DATABASE_URL": self.hub.database_url}
        command = [sys.executable, "-m", "tests.journeys.wind_down", how]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return seen

    def _offers(self) -> list[str]:
        """Offers that can be bought from here, one of each shop or so."""
        shopper = Shopper(self.hub.url)
        return [offer for offer in shopper.offers()[:12] if self._can_be_bought(offer)][:6]

    def _can_be_bought(self, offer: str) -> bool:
        trader = Trader(self.hub.url, {}, random.Random(1))
        try:
            return bool(trader.place(Shopper(self.hub.url), offer))
        except Interrupted:
            return False

    def _people(self) -> dict[int, tuple[str, str]]:
        """Each shop's slug and its owner."""
        with psycopg.connect(self.hub.database_url) as connection:
            rows = connection.execute(
                "SELECT b.id, b.slug, p.email FROM parties_membership AS m JOIN parties_business AS b"
                " ON b.id = m.business_id JOIN parties_person AS p ON p.id = m.person_id ORDER BY m.role"
            ).fetchall()
        return {seller_id: (slug, email) for seller_id, slug, email in rows}


def long_form(folder: Path, runs: int, minutes: float) -> Result:
    """``runs`` of the main job with about one kill in twelve seconds."""
    clients = int(os.environ.get("FAULT_CLIENTS", "10"))
    siege = Siege(folder, runs=runs, clients=clients, seconds_max=minutes * 60, pause_s=(6, 18), seed=20261121)
    return siege.endure()
