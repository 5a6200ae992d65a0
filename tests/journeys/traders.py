"""Buyers, sellers and an operator without browsers, who do the whole main job and do not lose heart.

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

from tests.journeys.shopper import ADDRESS, Interrupted, Shopper

CARDS = {
    "yes": "4242 4242 4242 4242",
    "late": "4000 0000 0000 3220",
    "answer lost": "4000 0000 0000 0119",
    "request lost": "4000 0000 0000 0127",
    "said three times": "4000 0000 0000 0077",
    "said out of order": "4000 0000 0000 0341",
    "declined": "4000 0000 0000 0002",
}
# Half of all payments time out although the money was taken.
USUAL = ["answer lost"] * 5 + ["yes"] * 2 + [card for card in CARDS if card not in ("answer lost", "yes")]
PLANS = ["confirm"] * 5 + ["refund", "refund", "refund and wait", "cancel", "refuse"]
REFUND = "0.37"
PATIENCE_S = 150.0


@dataclass
class Story:
    """What the hub acknowledged of one run of the main job."""

    page: str = ""
    paid: bool = False
    plan: str = ""
    done: list[str] = field(default_factory=list)
    """acts that the hub said yes to: accept, ship, confirm, refund, cancel, refuse"""

    @property
    def seller_and_key(self) -> tuple[int, UUID]:
        """They stand in the address of the order's page."""
        seller_id, key = self.page.removeprefix("/o/").split("~")[0].split("-")
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
        elif self.inside and tag == "input" and found.get("type") not in ("radio", "checkbox", "submit"):
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
    """Walks the main job from the cart to the end, as buyer and as seller, with an address of its own."""

    url: str
    people: dict[int, tuple[str, str]]
    """seller id -> slug of her shop, e-mail of its owner"""
    chance: random.Random
    stories: list[Story] = field(default_factory=list)
    interruptions: Counter[str] = field(default_factory=Counter)
    paid_with: Counter[str] = field(default_factory=Counter)

    def run(self, offer_id: str) -> Story:
        """One run. Raises Interrupted when the hub stayed away for longer than people wait."""
        story = Story(plan=self.chance.choice(PLANS))
        self.stories.append(story)
        buyer = Shopper(self.url)
        buyer.session.headers["X-Forwarded-For"] = f"10.{self._byte()}.{self._byte()}.{self._byte()}"
        self._buy(buyer, story, offer_id)
        if not story.paid:
            return story
        if story.plan == "cancel":
            self._press(buyer, story, story.page + "/cancel", {"note": ""}, "cancel")
            return story
        seller_id, key = story.seller_and_key
        slug, email = self.people[seller_id]
        desk = f"/desk/{slug}/orders/{key}"
        seller = self._patiently(lambda: self._sign_in(email))
        if story.plan == "refuse":
            self._press(seller, story, f"{desk}/refuse", {"reason": "sold_out", "words": ""}, "refuse", desk)
            return story
        self._press(seller, story, f"{desk}/accept", {}, "accept", desk)
        self._ship(seller, story, desk)
        if story.plan.startswith("refund"):
            self._refund(seller, story, desk)
        if story.plan != "refund and wait":  # the release clock does it
            self._press(buyer, story, story.page + "/confirm", {}, "confirm")
        return story

    def _buy(self, buyer: Shopper, story: Story, offer_id: str) -> None:
        token = self._patiently(lambda: self.place(buyer, offer_id))
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            page = self._patiently(lambda: buyer.get(token))
            if found := re.search(r'href="(/o/[^"]+)"', page.text):
                story.page = found[1]
                if "/checkout/done/" in page.url:
                    story.paid = True
                    return
            key = re.search(r'name="payment_key" value="([^"]+)"', page.text)
            if key:
                how = self.chance.choice(USUAL)
                self.paid_with[how] += 1
                card = {"method": "card", "number": CARDS[how], "expiry": "12/40", "code": "123"}
                self._patiently(lambda: buyer.post(token, {**card, "payment_key": key[1]}))  # noqa: B023
            elif page.status_code == 410:
                return
            else:
                time.sleep(0.5)

    def place(self, buyer: Shopper, offer_id: str) -> str:
        """Cart to order; return the address where it is paid. From the start again when anything fails on the way."""
        buyer.get("/locale")
        buyer.post("/cart/add", {"offer_id": offer_id, "quantity": "1"})
        buyer.get("/checkout/address")
        page = buyer.post("/checkout/address", ADDRESS)
        codes = dict(re.findall(r'name="(seller_\d+)" value="([^"]+)"[^>]* checked', page.text))
        page = buyer.post("/checkout/delivery", codes)
        quote = re.search(r'name="quote" value="([^"]+)"', page.text)
        if not quote:
            raise Interrupted(f"no quote at {page.url} ({page.status_code})")
        page = self._patiently(lambda: buyer.post("/checkout/review", {"quote": quote[1]}))  # the same button again
        if "/checkout/pay/" not in page.url:
            raise Interrupted(f"no order at {page.url} ({page.status_code})")
        return page.url.removeprefix(self.url)

    def _sign_in(self, email: str) -> Shopper:
        seller = Shopper(self.url)
        seller.get("/demo")
        page = seller.post("/demo", {"email": email})
        if "sessionid" not in seller.session.cookies:
            raise Interrupted(f"not signed in at {page.url} ({page.status_code})")
        return seller

    def _ship(self, seller: Shopper, story: Story, desk: str) -> None:
        def pack_and_ship() -> bool:
            page = seller.get(desk)
            values = Fields(page.text, f"{desk}/pack").values
            if f'action="{desk}/ship"' in page.text:  # it was packed, and the hub was killed before it was shipped
                seller.post(f"{desk}/ship", {})
                return True
            if not values:
                return True  # it was shipped, and the answer got lost
            values |= {"carrier": "post", "tracking_number": "RR123456785GB", "ship": "ship"}
            values["weight_g"] = values.get("weight_g") or "1"
            answer = seller.post(f"{desk}/pack", values)
            if answer.status_code >= 400:
                raise Interrupted(f"not shipped ({answer.status_code}): {' '.join(_errors(answer.text))}")
            return True

        self._patiently(pack_and_ship)
        self._check(seller, story, "ship", desk, lost=f'action="{desk}/pack"')

    def _refund(self, seller: Shopper, story: Story, desk: str) -> None:
        """Some of it; the form holds the step that the seller saw, so pressing again gives back once."""
        page = self._patiently(lambda: seller.get(desk))
        values = {**Fields(page.text, f"{desk}/refund").values, "amount": REFUND, "reason": "A cup was cracked."}
        answer = self._patiently(lambda: seller.post(f"{desk}/refund", values))
        if answer.status_code < 400:
            story.done.append("refund")

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


def _errors(page: str) -> list[str]:
    return re.findall(r'class="[^"]*error[^"]*"[^>]*>\s*([^<]+)', page)[:4]
