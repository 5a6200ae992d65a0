"""Buyers and sellers without browsers, who do the whole main job and do not lose heart.

When the hub does not answer, a person presses the button again: every step here is tried until the hub says yes or no.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import requests

from tests.journeys.shopper import ADDRESS, Interrupted, Shopper

CARDS = {
    "yes": "4242 4242 4242 4242",
    "late": "4000 0000 0000 3220",
    "answer lost": "4000 0000 0000 0119",
    "request lost": "4000 0000 0000 0127",
    "said three times": "4000 0000 0000 0077",
    "said out of order": "4000 0000 0000 0341",
    "declined": "4000 0000 0000 0002",
    "charged back, then won": "4000 0000 0000 2685",
    "charged back for good": "4000 0000 0000 1976",
}
CHARGED_BACK = ("charged back, then won", "charged back for good")
# Half of all payments time out although the money was taken.
USUAL = ["answer lost"] * 5 + ["yes"] * 2
USUAL += [card for card in CARDS if card not in ("answer lost", "yes", *CHARGED_BACK)]
# How a run goes on once it is paid, and how often.
PLANS = {
    "confirm": 5,
    "in parts": 3,
    "rest cancelled": 1,
    "refund": 2,
    "refund and wait": 1,
    "cancel": 1,
    "refuse": 1,
    "claim": 2,
    "claim withdrawn": 1,
    "claim left to the hub": 1,
    "charged back for good": 1,
    "charged back, then won": 1,
    "deposit": 2,
    "deposit, no balance": 1,
    "deposit given up": 1,
}
REFUND = "0.37"
PIECES = 3
PATIENCE_S = 150.0
IMPATIENT_S = (4.0, 40.0)
"""when a buyer who waits for her payment tries another card: both may come through in the end"""


@dataclass
class Story:
    """What the hub acknowledged of one run of the main job."""

    plan: str
    page: str = ""
    paid: bool = False
    done: list[str] = field(default_factory=list)
    """acts that the hub said yes to, by the names of its trails: accept, ship, ship_part, confirm, case agree ..."""

    @property
    def token(self) -> str:
        return self.page.removeprefix("/o/")

    @property
    def seller_and_key(self) -> tuple[int, UUID]:
        """They stand in the address of the order's page."""
        seller_id, key = self.token.split("~")[0].split("-")
        return int(seller_id), UUID(key)


class Fields(HTMLParser):
    """The values of the form with this action, as a browser would send them."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.choice = action, False, ""
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("action", "") == self.action
        elif self.inside and tag == "input" and found.get("type") not in ("radio", "checkbox", "submit", "file"):
            self.values[found.get("name", "")] = found.get("value", "")
        elif self.inside and tag == "select":
            self.choice = found.get("name", "")
        elif self.inside and tag == "option" and ("selected" in found or self.choice not in self.values):
            self.values[self.choice] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


@dataclass
class Trader:
    """Walks the main job from the cart to the end, as buyer and as seller, each with an address of its own."""

    url: str
    people: dict[int, tuple[str, str]]
    """seller id -> slug of her shop, e-mail of its owner"""
    chance: random.Random
    stories: list[Story] = field(default_factory=list)
    interruptions: Counter[str] = field(default_factory=Counter)
    paid_with: Counter[str] = field(default_factory=Counter)

    def run(self, offer_id: str) -> Story:
        """One run. Raises Interrupted when the hub stayed away for longer than people wait."""
        plan = self.chance.choices(list(PLANS), list(PLANS.values()))[0]
        story = Story(plan)
        self.stories.append(story)
        buyer = self._visitor()
        self._buy(buyer, story, offer_id)
        if not story.paid:
            return story
        if plan == "cancel":
            self._press(buyer, story, story.page + "/cancel", {"note": ""}, "cancel")
            return story
        seller_id, key = story.seller_and_key
        slug, email = self.people[seller_id]
        desk = f"/desk/{slug}/orders/{key}"
        seller = self._patiently(lambda: self._sign_in(email))
        if plan == "refuse":
            self._press(seller, story, f"{desk}/refuse", {"reason": "sold_out", "words": ""}, "refuse", desk)
        elif plan in CHARGED_BACK:  # the buyer's bank was quicker, or not: the seller just does her work
            self._patiently(lambda: seller.post(f"{desk}/accept", {}))
            self._pack(seller, desk)
        else:
            self._press(seller, story, f"{desk}/accept", {}, "accept", desk)
            self._fulfil(buyer, seller, story, desk)
        return story

    def _fulfil(self, buyer: Shopper, seller: Shopper, story: Story, desk: str) -> None:
        """From the accepted order to its end, or to where the hub's clocks and people end it."""
        if story.plan.startswith("deposit") and not self._balance(buyer, seller, story, desk):
            return
        if story.plan in ("in parts", "rest cancelled"):
            self._ship_part(seller, story, desk)
        if story.plan == "rest cancelled":
            self._press(buyer, story, story.page + "/cancel", {"note": ""}, "cancel")
        else:
            if story.plan == "in parts":
                self._press(buyer, story, story.page + "/confirm/1", {}, "confirm_part 1")
            self._pack(seller, desk)
            self._check(seller, story, "ship", desk, lost=f'action="{desk}/pack"')
        if story.plan.startswith("refund"):
            self._refund(seller, story, desk)
        if story.plan.startswith("claim"):
            self._claim(buyer, seller, story, desk)
        if story.plan not in ("refund and wait", "claim left to the hub"):  # the clocks do it
            self._press(buyer, story, story.page + "/confirm", {}, "confirm")

    def _balance(self, buyer: Shopper, seller: Shopper, story: Story, desk: str) -> bool:
        """The goods are ready and the balance is asked for; whether all is paid."""
        page = self._patiently(lambda: seller.get(desk))
        if f'action="{desk}/ready"' not in page.text:
            return True  # too small for a deposit
        self._press(seller, story, f"{desk}/ready", {}, "ready", desk)
        if story.plan == "deposit given up":
            self._press(buyer, story, story.page + "/cancel", {"note": ""}, "forfeit")
        if story.plan != "deposit":  # the clock does it
            return False
        page = self._patiently(lambda: buyer.get(story.page))
        link = re.search(r'href="(/checkout/pay/[^"]+)"', page.text)
        if link is None:
            return False
        paid = self._pay(buyer, story, link[1], lambda page: "/o/" in page.url and link[1] not in page.text)
        if paid:
            story.done.append("pay_balance")
        return paid

    def _buy(self, buyer: Shopper, story: Story, offer_id: str) -> None:
        pieces = PIECES if story.plan in ("in parts", "rest cancelled") else 1
        way = "deposit" if story.plan.startswith("deposit") else ""
        token = self._patiently(lambda: self.place(buyer, offer_id, pieces, way))

        def acknowledged(page: requests.Response) -> bool:
            found = re.search(r'href="(/o/[^"]+)"', page.text)
            story.page = found[1] if found else story.page
            return bool(found) and "/checkout/done/" in page.url

        story.paid = self._pay(buyer, story, token, acknowledged)

    def _pay(self, buyer: Shopper, story: Story, token: str, over: Callable[[requests.Response], bool]) -> bool:
        """Pay what this address asks for until the hub says that it is paid; False when it is too late."""
        deadline = time.monotonic() + PATIENCE_S
        impatient = self._impatient(story)
        while time.monotonic() < deadline:
            again = "?again=1" if time.monotonic() > impatient else ""
            page = self._patiently(lambda: buyer.get(token + again))  # noqa: B023
            if over(page):
                return True
            key = re.search(r'name="payment_key" value="([^"]+)"', page.text)
            if key:
                how = story.plan if story.plan in CHARGED_BACK else self.chance.choice(USUAL)
                self.paid_with[how] += 1
                impatient = self._impatient(story)
                card = {"method": "card", "number": CARDS[how], "expiry": "12/40", "code": "123"}
                self._patiently(lambda: buyer.post(token, {**card, "payment_key": key[1]}))  # noqa: B023
            elif page.status_code == 410:
                return False
            else:
                time.sleep(0.5)
        return False

    def _impatient(self, story: Story) -> float:
        wait_s = PATIENCE_S if story.plan in CHARGED_BACK else self.chance.uniform(*IMPATIENT_S)
        return time.monotonic() + wait_s

    def place(self, buyer: Shopper, offer_id: str, pieces: int = 1, way: str = "") -> str:
        """Cart to order; return the address where it is paid. From the start again when anything fails on the way.

        ``way``: to pay, of those that there are; the first without one.
        """
        buyer.get("/locale")
        buyer.post("/cart/add", {"offer_id": offer_id, "quantity": str(pieces)})
        buyer.get("/checkout/address")
        page = buyer.post("/checkout/address", ADDRESS)
        codes = dict(re.findall(r'name="(seller_\d+)" value="([^"]+)"[^>]* checked', page.text))
        if way:
            codes |= dict.fromkeys(re.findall(r'name="(way_\d+)"', page.text), way)
        page = buyer.post("/checkout/delivery", codes)
        quote = re.search(r'name="quote" value="([^"]+)"', page.text)
        if not quote:
            raise Interrupted(f"no quote at {page.url} ({page.status_code})")
        page = self._patiently(lambda: buyer.post("/checkout/review", {"quote": quote[1]}))  # the same button again
        if "/checkout/pay/" not in page.url:
            raise Interrupted(f"no order at {page.url} ({page.status_code})")
        return page.url.removeprefix(self.url)

    def _visitor(self) -> Shopper:
        """Somebody with an address of her own, as the hub sees it."""
        found = Shopper(self.url)
        found.session.headers["X-Forwarded-For"] = f"10.{self._byte()}.{self._byte()}.{self._byte()}"
        return found

    def _sign_in(self, email: str) -> Shopper:
        seller = self._visitor()
        seller.get("/demo")
        page = seller.post("/demo", {"email": email})
        if "sessionid" not in seller.session.cookies:
            raise Interrupted(f"not signed in at {page.url} ({page.status_code})")
        return seller

    def _ship_part(self, seller: Shopper, story: Story, desk: str) -> None:
        """One piece of the first line goes before the others."""
        self._pack(seller, desk, first=True)
        page = self._patiently(lambda: seller.get(desk))
        if f'action="{desk}/ship"' not in page.text and _pieces(Fields(page.text, f"{desk}/pack")) == PIECES - 1:
            story.done.append("ship_part")

    def _pack(self, seller: Shopper, desk: str, *, first: bool = False) -> None:
        """Pack and ship; ``first``: a single piece, unless that was done before."""

        def pack_and_ship() -> bool:
            page = seller.get(desk)
            if f'action="{desk}/ship"' in page.text:  # it was packed, and the hub was killed before it was shipped
                seller.post(f"{desk}/ship", {})
                return True
            fields = Fields(page.text, f"{desk}/pack")
            if not fields.values or (first and _pieces(fields) < PIECES):
                return True  # it was shipped, and the answer got lost
            values = {**fields.values, "carrier": "post", "tracking_number": "RR123456785GB", "ship": "ship"}
            values["weight_g"] = values.get("weight_g") or "1"
            if first:
                values |= {name: "1" for name in values if name.startswith("line_")}
            answer = seller.post(f"{desk}/pack", values)
            if answer.status_code >= 400:
                raise Interrupted(f"not shipped ({answer.status_code}): {' '.join(_errors(answer.text))}")
            return True

        self._patiently(pack_and_ship)

    def _refund(self, seller: Shopper, story: Story, desk: str) -> None:
        """Some of it; the form holds the step that the seller saw, so pressing again gives back once."""
        page = self._patiently(lambda: seller.get(desk))
        values = {**Fields(page.text, f"{desk}/refund").values, "amount": REFUND, "reason": "A cup was cracked."}
        answer = self._patiently(lambda: seller.post(f"{desk}/refund", values))
        if answer.status_code < 400:
            story.done.append("refund")

    def _claim(self, buyer: Shopper, seller: Shopper, story: Story, desk: str) -> None:
        """Something is wrong: the seller agrees, or the buyer takes it back, or nobody answers."""
        case = self._patiently(lambda: self._open_case(buyer, story))
        story.done.append("case opened")
        if story.plan == "claim":
            home = desk.rpartition("/orders/")[0] + f"/cases/{case}"
            page = self._patiently(lambda: seller.get(home))
            seen = Fields(page.text, f"{home}/agree").values
            self._press(seller, story, f"{home}/agree", seen, "case agree", home)
        elif story.plan == "claim withdrawn":
            home = f"/me/orders/{story.token}/cases/{case}"
            page = self._patiently(lambda: buyer.get(home))
            seen = Fields(page.text, f"{home}/withdraw").values
            self._press(buyer, story, f"{home}/withdraw", seen, "case withdraw", home)

    def _open_case(self, buyer: Shopper, story: Story) -> str:
        """The key of the case; one that was opened before the answer got lost is found."""
        address = f"/me/orders/{story.token}/problem"
        cases = re.compile(r"/cases/([0-9a-f-]{36})")
        page = buyer.get(address)
        if found := cases.search(page.text):
            return found[1]
        said = {"what": "damaged", "wanted": "part_refund", "amount": REFUND, "words": "A cup was cracked."}
        answer = buyer.post(address, {**Fields(page.text, address).values, **said})
        found = cases.search(answer.url)
        if not found:
            raise Interrupted(f"no case ({answer.status_code}): {' '.join(_errors(answer.text))}")
        return found[1]

    def _press(
        self, who: Shopper, story: Story, address: str, data: dict[str, str], name: str, seen_at: str = ""
    ) -> None:
        """Press until the hub answers; a button that is gone was pressed before."""
        answer = self._patiently(lambda: who.post(address, data))
        if answer.status_code < 400:
            self._check(who, story, name, seen_at or story.page, lost=f'action="{address}"')

    def _check(self, who: Shopper, story: Story, name: str, at: str, lost: str) -> None:
        page = self._patiently(lambda: who.get(at))
        if page.status_code == 200 and lost not in page.text:
            story.done.append(name)

    def _patiently(self, ask: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return ask()
            except Interrupted as error:
                self.interruptions[re.sub(r"\d+|0x\w+|'.*'", "#", str(error))[:80]] += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(self.chance.uniform(0.1, 0.6))

    def _byte(self) -> int:
        return self.chance.randint(1, 250)


def _pieces(fields: Fields) -> int:
    """How many units the form of the parcel still proposes."""
    return sum(int(value or 0) for name, value in fields.values.items() if name.startswith("line_"))


def _errors(page: str) -> list[str]:
    return re.findall(r'class="[^"]*error[^"]*"[^>]*>\s*([^<]+)', page)[:4]
