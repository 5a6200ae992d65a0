"""Hurt a whole hub at random while people trade on it, and count what became of their money.

Half of the kills are aimed: they wait until the provider has moved money that the hub has not booked yet.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.shopper import Interrupted, Shopper
from tests.journeys.traders import Story, Trader
from tests.runtime.harness import Hub

PARTS = ("serve", "worker", "postgres")
AGAIN = frozenset({"stop_clock", "start_clock", "case escalate"})
"""what a trail may hold more than once here"""
AIM_S_MAX = 8.0
SECOND_BLOW = 0.25
"""how often a part is killed once more, within seconds, while it comes up"""

# What was under way: taken by the provider and not booked by the hub, booked and not told to the orders, given back by
# the provider and not noted by the hub. "just now" leaves out the cards whose answer is lost by design.
_BETWEEN = """
SELECT count(*) FILTER (WHERE NOT m.is_refund AND p.state IN ('created', 'pending')) AS taken,
  count(*) FILTER (WHERE NOT m.is_refund AND p.state IN ('created', 'pending') AND p.last4 <> '0119') AS just_now,
  count(*) FILTER (WHERE m.is_refund AND r.state = 'requested') AS given_back,
  (SELECT count(*) FROM payments_payment AS q JOIN orders_order AS o ON o.group_key = q.group_key
   WHERE q.state = 'succeeded' AND o.state = 'placed') AS untold
FROM payments_sandboxmove AS m LEFT JOIN payments_payment AS p ON p.key = m.key
LEFT JOIN payments_refund AS r ON r.key = m.key WHERE m.state = 'succeeded'
"""


@dataclass
class Result:
    """What was done to the hub, what people were told, and what is wrong in the end (``wrong``: empty when nothing)."""

    seconds: float = 0.0
    runs: int = 0
    paid: int = 0
    given_up: int = 0
    """runs whose person lost patience: the hub stayed away too long"""
    killed: Counter[str] = field(default_factory=Counter)
    aimed: Counter[str] = field(default_factory=Counter)
    """kills that found, in the milliseconds before, money between the provider and the hub's books"""
    between: Counter[str] = field(default_factory=Counter)
    """payments and refunds that were between two books at the moment of a kill"""
    plans: Counter[str] = field(default_factory=Counter)
    interruptions: Counter[str] = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    states: dict[str, int] = field(default_factory=dict)
    payments: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    chargebacks: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    verify: str = ""
    """what ``karum ledger verify`` said in the end, and the doctor"""
    doctor: str = ""
    wrong: list[str] = field(default_factory=list)

    def text(self) -> str:
        return json.dumps(vars(self), indent=2)


class Siege:
    """``runs`` of the main job by ``clients`` at once, at most ``seconds_max`` long, with a kill every ``pause_s``.

    The parts take turns: the supervisor waits ever longer with a part that dies more than once a minute, and a hub
    that waits is not hurt.
    """

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
        self.traders: list[Trader] = []

    def endure(self) -> Result:
        """Start the hub, do all of it, stop the hub. Only what the hub promised is asked for in the end.

        Whatever fails after the start is a line in ``wrong``: what was counted until then is never lost.
        """
        self.hub.start()
        for what, do in (
            ("the siege", self._besiege),
            ("counting", self._count),
            ("the end", lambda: self._judge(self._stories(), self._look("end"))),
            ("karum ledger verify", self._verify),
            ("the doctor", self._ask_doctor),
            ("stopping", self.hub.stop),
        ):
            self._surely(what, do)
        return self.result

    def _surely(self, what: str, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception as problem:
            self.result.wrong.append(f"{what}: {problem!r}"[:3000])

    def _besiege(self) -> None:
        self._fill_shelves()
        offers, people = self._offers(), self._people()
        self._report("before", self._look("look"))
        begun = time.monotonic()
        self.traders = [Trader(self.hub.url, people, random.Random(self.chance.random())) for _ in range(self.clients)]
        threads = [threading.Thread(target=self._trade, args=[trader, offers], daemon=True) for trader in self.traders]
        for thread in threads:
            thread.start()
        self._hurt(threads, begun)
        patience = time.monotonic() + 400
        for thread in threads:
            thread.join(max(0.0, patience - time.monotonic()))
        self.result.seconds = time.monotonic() - begun
        if any(thread.is_alive() for thread in threads):
            self.result.wrong.append("some people never came to an end")

    def _verify(self) -> None:
        command = [sys.executable, "-m", "karum", "ledger", "verify"]
        done = subprocess.run(command, env=self.hub.env, capture_output=True, text=True, timeout=300, check=False)
        self.result.verify = f"{done.stdout}{done.stderr}".strip()[-1000:]
        if done.returncode:
            self.result.wrong.append(f"karum ledger verify: {self.result.verify}")

    def _ask_doctor(self) -> None:
        """What is still not well after two minutes is wrong."""
        deadline = time.monotonic() + 120
        while ill := {name: found["said"] for name, found in self.hub.doctor().items() if found["state"] != "ok"}:
            if time.monotonic() > deadline:
                self.result.doctor = "not well"
                self.result.wrong += [f"the doctor, {name}: {said}" for name, said in ill.items()]
                return
            time.sleep(2)
        self.result.doctor = "well"

    def _stories(self) -> list[Story]:
        return [story for trader in self.traders for story in trader.stories]

    def _trade(self, trader: Trader, offers: list[str]) -> None:
        while not self.over.is_set() and self.left.acquire(blocking=False):
            try:
                trader.run(trader.chance.choice(offers))
            except Interrupted:
                self.result.given_up += 1
            except Exception as problem:
                self.result.wrong.append(f"somebody stumbled: {problem!r}")

    def _hurt(self, threads: list[threading.Thread], begun: float) -> None:
        turns = self._turns()
        while any(thread.is_alive() for thread in threads):
            time.sleep(self.chance.uniform(*self.pause_s))
            if time.monotonic() - begun > self.seconds_max:
                self.over.set()
                break
            part = next(turns)
            self._kill(part, aim=self.chance.random() < 0.5)
            if self.chance.random() < SECOND_BLOW:
                time.sleep(self.chance.uniform(0.3, 3))
                self._kill(part, aim=False)
            minutes = (time.monotonic() - begun) / 60
            runs = sum(len(trader.stories) for trader in self.traders)
            print(f"{minutes:6.1f} min {runs:5} runs {self.result.killed.total():4} kills", file=sys.stderr, flush=True)

    def _turns(self) -> Iterator[str]:
        parts = self.chance.sample(PARTS, len(PARTS))
        while True:
            yield from parts

    def _kill(self, part: str, *, aim: bool) -> None:
        """All processes of a part at once, also while others are still coming up; the supervisor starts new ones."""
        processes = self.hub.parts(part)
        found = self._between(until_found=aim)
        for process in processes:
            process.kill()
        if not processes:
            return
        self.result.killed[part] += 1
        self.result.between.update(found)
        if found["payments taken, not booked"] or found["refunds given back, not noted"]:
            self.result.aimed[part] += 1

    def _between(self, *, until_found: bool) -> Counter[str]:
        """What is under way between two books now; with ``until_found`` as soon as there is something."""
        deadline = time.monotonic() + (AIM_S_MAX if until_found else 0)
        try:
            with psycopg.connect(self.hub.database_url, autocommit=True, connect_timeout=3) as connection:
                while True:
                    row = connection.execute(_BETWEEN).fetchone()
                    assert row is not None
                    _, just_now, given_back, _ = row
                    if just_now or given_back or time.monotonic() > deadline:
                        break
                    time.sleep(0.002)
        except psycopg.Error:  # the database is down: nobody knows
            return Counter()
        names = ("payments taken, not booked", "of these just now", "refunds given back, not noted")
        return Counter(dict(zip((*names, "payments booked, orders not told"), row, strict=True)))

    def _count(self) -> None:
        for trader in self.traders:
            self.result.interruptions += trader.interruptions
            self.result.cards += trader.paid_with
            self.result.runs += len(trader.stories)
            self.result.paid += sum(story.paid for story in trader.stories)
            self.result.plans.update(story.plan for story in trader.stories)
            for story in trader.stories:
                self.result.acts.update(story.done)

    def _judge(self, stories: list[Story], end: dict[str, Any]) -> None:
        self._report("in the end", end)
        self.result.states, self.result.payments = end["states"], end["payments"]
        self.result.refunds, self.result.chargebacks = end["refunds"], end["chargebacks"]
        self.result.cases = end["cases"]
        wrong = self.result.wrong
        final = {"completed", "expired", "cancelled", "refused", "refunded", "forfeited"}
        wrong += [f"{count} orders are still {state}" for state, count in end["states"].items() if state not in final]
        wrong += [f"{count} refunds are {state}" for state, count in end["refunds"].items() if state != "sent"]
        wrong += [
            f"{count} cases are {stage}" for stage, count in end["cases"].items() if not stage.startswith("closed")
        ]
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
            wrong += [
                f"{story.page}: {act} {count} times" for act, count in trail.items() if count > 1 and act not in AGAIN
            ]

    def _report(self, when: str, seen: dict[str, Any]) -> None:
        self.result.wrong += [f"{when}: {said}" for said in seen["problems"] + seen["provider"]]

    def _look(self, how: str) -> dict[str, Any]:
        env = {**self.hub.env, "DATABASE_URL": self.hub.database_url}
        command = [sys.executable, "-m", "tests.journeys.wind_down", how]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1800, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return seen

    def _fill_shelves(self) -> None:
        """Nothing is ever sold out: that is another test's. Every seller takes deposits."""
        with psycopg.connect(self.hub.database_url) as connection:
            connection.execute("UPDATE catalogue_offer SET available = available + 100000 WHERE available > 0")
            connection.execute(
                "INSERT INTO orders_sellerpaymentterms (seller_id, deposit_bp, deposit_from_minor, currency,"
                " balance_days, cash, changed_at) SELECT id, 3000, 0, currency, 7, false, now() FROM parties_business"
                " ON CONFLICT (seller_id) DO UPDATE SET deposit_bp = 3000, deposit_from_minor = 0, balance_days = 7"
            )

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


def long_form(folder: Path, runs: int, minutes: float) -> Siege:
    """``runs`` of the main job with about one kill in 22 seconds: each part rests a minute between two."""
    clients = int(os.environ.get("FAULT_CLIENTS", "24"))
    return Siege(folder, runs=runs, clients=clients, seconds_max=minutes * 60, pause_s=(20, 23), seed=20261121)
