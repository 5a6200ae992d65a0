"""A buyer without a browser: plain HTTP with cookies, for journeys that are walked many times."""

import re
from dataclasses import dataclass, field

import requests

ADDRESS = {
    "country": "GB",
    "name": "Grace Okafor",
    "street": "4 Canal Street",
    "city": "Leeds",
    "postal_code": "LS1 4AP",
    "email": "grace@example.org",
}
CARD = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/40", "code": "123"}


class Interrupted(Exception):
    """The hub did not answer, or answered that it cannot now: a person would press the button again later."""


@dataclass
class Shopper:
    """Walks the main job. ``acknowledged``: addresses of orders whose payment the hub confirmed to her."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)
    acknowledged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.cookies.set("locale", "GB.en.GBP")

    def get(self, path: str) -> requests.Response:
        return self._sure(lambda: self.session.get(self.url + path, timeout=20))

    def post(self, path: str, data: dict[str, str]) -> requests.Response:
        token = self.session.cookies.get("csrftoken", "")
        sent = {**data, "csrfmiddlewaretoken": token}
        return self._sure(
            lambda: self.session.post(self.url + path, data=sent, headers={"Referer": self.url}, timeout=20)
        )

    def offers(self) -> list[str]:
        """Ids of offers on the first page of a search."""
        slugs = list(dict.fromkeys(re.findall(r'href="(/p/[^"#]+)"', self.get("/search?q=coffee").text)))
        pages = [self.get(slug).text for slug in slugs]
        return [offer for page in pages for offer in re.findall(r'name="offer_id"[^>]*value="(\d+)"', page)]

    def buy(self, offer_id: str) -> str:
        """Buy one unit as a guest; return the address of the order's page."""
        self.get("/locale")  # any page with a form brings the token
        self.post("/cart/add", {"offer_id": offer_id, "quantity": "1"})
        self.get("/checkout/address")
        page = self.post("/checkout/address", ADDRESS)
        codes = dict(re.findall(r'name="(seller_\d+)" value="([^"]+)"[^>]* checked', page.text))
        page = self.post("/checkout/delivery", codes)
        quote = re.search(r'name="quote" value="([^"]+)"', page.text)
        assert quote, f"{page.url}: {re.findall('(?s)<main.*', page.text)[:1]}"
        page = self.post("/checkout/review", {"quote": quote[1]})
        key = re.search(r'name="payment_key" value="([^"]+)"', page.text)
        assert key, f"{page.url}: {re.findall('(?s)<main.*', page.text)[:1]}"
        page = self.post(page.url.removeprefix(self.url), {**CARD, "payment_key": key[1]})
        found = re.findall(r'href="(/o/[^"]+)"', page.text)
        assert found, f"{page.url}: {re.findall('(?s)<main.*', page.text)[:1]}"
        self.acknowledged += found
        return str(found[0])

    def _sure(self, ask: "object") -> requests.Response:
        try:
            answer: requests.Response = ask()  # type: ignore[operator]
        except requests.RequestException as error:
            raise Interrupted(str(error)) from None
        if answer.status_code >= 500:
            raise Interrupted(f"status {answer.status_code}")
        return answer
