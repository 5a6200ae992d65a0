"""Who buys and who receives is compared with the lists before the money is taken."""

from django.core import mail
from django.test import Client
from django.utils import timezone

from karum.catalogue.models import Offer
from karum.compliance.models import Case, Hit
from karum.compliance.services.decide import Verdict, decide
from karum.compliance.services.screening import screen_business
from karum.orders.models import Cart, Order
from karum.parties.models import Person
from karum.parties.services import create_person, edit_business
from tests.compliance.conftest import Load, load  # noqa: F401  (fixture)
from tests.official.lists import EU, OFAC
from tests.orders.test_checkout import ADDRESS, coffee, guest, mug, put, to_review, token  # noqa: F401

LISTED = {**ADDRESS, "name": "Oleg Zarubsky"}


def _review(client: Client, offer: Offer, address: dict[str, str]) -> str:
    put(client, offer)
    client.post("/checkout/address", address)
    client.post("/checkout/delivery", {f"seller_{offer.seller_id}": _first_way(client, offer)})
    return token(client.get("/checkout/review").text)


def _first_way(client: Client, offer: Offer) -> str:
    page = client.get("/checkout/delivery").text
    return page.split(f'name="seller_{offer.seller_id}" value="')[1].split('"')[0]


def _decide(verdict: Verdict) -> None:
    person = create_person("odile@hub.example", "Odile", is_operator=True)
    entry = Hit.objects.order_by("-score")[0].party_id
    decide(Case.objects.get().id, verdict, reason="Compared.", person=person, now=timezone.now(), party_id=entry)


def test_an_ordinary_buyer_notices_nothing(guest: Client, coffee: Offer, load: Load) -> None:  # noqa: F811
    load(OFAC)
    assert guest.post("/checkout/review", {"quote": to_review(guest, coffee)}).status_code == 302
    assert Order.objects.count() == 1


def test_a_listed_name_waits_visibly_and_accuses_nobody(guest: Client, coffee: Offer, load: Load) -> None:  # noqa: F811
    load(OFAC)
    answer = guest.post("/checkout/review", {"quote": _review(guest, coffee, LISTED)})
    assert answer.status_code == 409
    assert "We must check one thing about this sale before it can go on; this usually takes a day." in answer.text
    assert "Zarubsky" not in answer.text
    assert "sanction" not in answer.text.lower()
    assert not Order.objects.exists()
    assert Cart.objects.get().lines.count() == 1
    coffee.refresh_from_db()
    assert coffee.reserved == 0


def test_once_cleared_she_is_told_and_buys(guest: Client, coffee: Offer, load: Load) -> None:  # noqa: F811
    load(OFAC)
    quote = _review(guest, coffee, LISTED)
    guest.post("/checkout/review", {"quote": quote})
    _decide(Verdict.DIFFERENT)
    assert mail.outbox[-1].to == [ADDRESS["email"]]
    assert "/cart" in mail.outbox[-1].body
    assert guest.post("/checkout/review", {"quote": quote}).status_code == 302
    assert Order.objects.count() == 1


def test_once_blocked_she_cannot_buy(guest: Client, coffee: Offer, load: Load) -> None:  # noqa: F811
    load(OFAC)
    quote = _review(guest, coffee, LISTED)
    guest.post("/checkout/review", {"quote": quote})
    _decide(Verdict.SAME)
    answer = guest.post("/checkout/review", {"quote": quote})
    assert answer.status_code == 409
    assert "We cannot complete this sale." in answer.text
    assert not Order.objects.exists()


def test_a_signed_in_buyer_is_screened_by_her_own_name_too(coffee: Offer, load: Load) -> None:  # noqa: F811
    load(OFAC)
    client = Client()
    client.cookies["locale"] = "GB.en.GBP"
    client.force_login(Person.objects.create(email="o@example.org", full_name="Zarubsky Oleg", country="GB"))
    answer = client.post("/checkout/review", {"quote": _review(client, coffee, ADDRESS)})
    assert answer.status_code == 409


def test_an_order_that_is_placed_keeps_its_answer_when_a_list_comes_later(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    load: Load,  # noqa: F811
) -> None:
    quote = _review(guest, coffee, LISTED)
    first = guest.post("/checkout/review", {"quote": quote})["Location"]
    load(OFAC)
    assert guest.post("/checkout/review", {"quote": quote})["Location"] == first


def test_a_shop_that_a_list_names_sells_nothing_until_it_is_cleared(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    load: Load,  # noqa: F811
) -> None:
    quote = to_review(guest, coffee)
    edit_business(coffee.seller_id, name="Zapadny Kombinat")
    load(EU.replace('countryIso2Code="RU"', 'countryIso2Code="RW"'))
    screen_business(coffee.seller_id, now=timezone.now())
    answer = guest.post("/checkout/review", {"quote": quote}, follow=True)
    assert "This shop is closed. Nothing was charged." in answer.text
    assert not Order.objects.exists()
    _decide(Verdict.DIFFERENT)
    assert guest.post("/checkout/review", {"quote": quote}).status_code == 302
