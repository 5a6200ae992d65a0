"""Sign-up, the firm's page, people, bank account, shipping, money."""

import csv
import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.desk.domain.regions import REGIONS
from karum.money.typed import plain_decimal
from karum.orders import services as orders
from karum.orders.domain.states import Action, Role
from karum.orders.services import Actor
from karum.parties import queries as parties
from karum.parties import services as parties_writes
from karum.payments import queries as payments
from karum.payments import services as payments_writes
from karum.shipping import queries as shipping
from tests.desk.conftest import Firm


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_new_shop_takes_four_answers_and_gets_a_task_list(firm: Firm, client: Client) -> None:
    client.force_login(firm.stranger)
    assert "Open a new shop" in text(client.get("/desk"))
    wrong = client.post("/desk/new", {"name": "Sisal & Sons", "country": "", "kind": "person"})
    assert wrong.status_code == 422
    assert "Sisal &amp; Sons" in text(wrong)
    answer = client.post("/desk/new", {"name": "Sisal & Sons", "country": "KE", "kind": "workshop"}, follow=True)
    page = text(answer)
    assert "Open your shop" in page
    assert "0 of 5 done" in page
    assert "About 2 minutes." in page
    assert "Next: The first product" in page
    (card,) = [card for card, _role in parties.businesses_of(firm.stranger)]
    assert (card.currency, card.language, card.kind) == ("KES", "en", "workshop"), "the country's own, the page's"
    assert client.get("/desk").headers["Location"] == "/desk/sisal-sons/orders"


def test_currency_and_language_may_be_others(firm: Firm, client: Client) -> None:
    client.force_login(firm.stranger)
    client.post("/desk/new", {"name": "Sisal", "country": "KE", "kind": "person", "currency": "USD", "language": "sw"})
    assert [(c.currency, c.language) for c, _role in parties.businesses_of(firm.stranger)] == [("USD", "sw")]


def test_who_has_no_name_yet_is_asked_for_it_once(firm: Firm, client: Client) -> None:
    nameless = parties_writes.create_person("new@example.org")
    client.force_login(nameless)
    facts = {"name": "Sisal", "country": "KE", "kind": "person"}
    wrong = client.post("/desk/new", facts)
    assert "Write your name." in text(wrong)
    client.post("/desk/new", facts | {"full_name": "Wanjiru Kamau"})
    nameless.refresh_from_db()
    assert (nameless.full_name, nameless.country) == ("Wanjiru Kamau", "KE")
    assert 'name="full_name"' not in text(client.get("/desk/new"))


def test_the_tasks_are_ticked_off_one_by_one_and_stay_until_all_are_done(firm: Firm, owner: Client) -> None:
    page = text(owner.get(firm.url("orders")))
    assert "4 of 5 done" in page, "only the bank account is missing"
    assert "next: Bank account" in text(owner.get(firm.url("products")))


def test_usual_shipping_prices_are_one_tap_away_once(firm: Firm, client: Client) -> None:
    client.force_login(firm.stranger)
    client.post("/desk/new", {"name": "Sisal", "country": "KE", "kind": "person", "currency": "USD"})
    (card,) = [card for card, _role in parties.businesses_of(firm.stranger)]
    page = f"/desk/{card.slug}/shipping"
    assert "Begin with usual prices" in text(client.get(page))
    client.post(f"{page}/start")
    zones = shipping.zones_of(card.id)
    assert len(zones) == 3
    assert all(zone.rates for zone in zones)
    client.post(f"{page}/start")
    assert len(shipping.zones_of(card.id)) == 3
    assert "Begin with usual prices" not in text(client.get(page))


def test_a_guest_reads_what_selling_means_and_signs_in_to_begin(client: Client, db: None) -> None:
    assert "5% of what you sell" in text(client.get("/desk")).replace("\u202f", "")
    assert client.get("/desk/new").headers["Location"].startswith("/account/login")


def test_the_firm_says_who_it_is(firm: Firm, owner: Client) -> None:
    page = {"name": "Kiln Lane", "language": "en", "story": "Salt glaze.", "kind": "workshop", "founded": "1968"}
    assert owner.post(firm.url("page"), page).status_code == 302
    address = {
        "name": "Ann",
        "street": "2 Kiln Lane",
        "city": "Stoke-on-Trent",
        "postal_code": "ST4 1AB",
        "country": "FR",
    }
    assert owner.post(firm.url("address"), address).status_code == 302
    card = parties.business(firm.card.id)
    assert (card.name, card.story, card.address.street, card.address.country) == (
        "Kiln Lane", "Salt glaze.", "2 Kiln Lane", "GB",
    )  # fmt: skip
    assert owner.post(firm.url("address"), address | {"postal_code": "nonsense"}).status_code == 422
    wrong = owner.post(firm.url("numbers"), {"scheme": "vat", "value": "GB123456789"})
    assert wrong.status_code == 422
    assert "GB123456789" in text(wrong)
    owner.post(firm.url("numbers"), {"scheme": "vat", "value": "GB980780684"})
    assert parties.business(firm.card.id).identifier("vat").endswith("980780684")
    number = parties.business(firm.card.id).identifier("vat")
    owner.post(firm.url("numbers"), {"remove": f"vat:{number}"})
    assert parties.business(firm.card.id).identifier("vat") == ""


def test_people_are_invited_change_roles_and_leave(firm: Firm, owner: Client) -> None:
    owner.post(firm.url("people"), {"email": "new@example.org", "role": "1"})
    (invitation,) = parties.open_invitations(firm.card.id)
    assert "new@example.org" in text(owner.get(firm.url("people")))
    owner.post(firm.url("invitation-withdraw", invitation.id))
    assert parties.open_invitations(firm.card.id) == []
    assert owner.post(firm.url("people"), {"email": "nonsense", "role": "1"}).status_code == 422
    owner.post(firm.url("member", firm.packer.pk), {"role": "2"})
    roles = {m.person_id: int(m.role) for m in parties.members(firm.card.id)}
    assert roles[firm.packer.pk] == 2
    owner.post(firm.url("member", firm.packer.pk), {"remove": "1"})
    assert firm.packer.pk not in {m.person_id for m in parties.members(firm.card.id)}
    answer = owner.post(firm.url("member", firm.owner.pk), {"remove": "1"}, follow=True)
    assert "needs an owner" in text(answer)


def test_the_bank_account_is_checked_and_shown_masked(firm: Firm, owner: Client) -> None:
    data = {"holder": "Kiln Lane", "country": "GB", "iban": "GB29 NWBK 6016 1331 9268 18"}
    wrong = owner.post(firm.url("bank"), data)
    assert wrong.status_code == 422
    assert "a letter or digit is wrong" in text(wrong)
    owner.post(firm.url("bank"), data | {"iban": "GB29 NWBK 6016 1331 9268 19"})
    account = payments.bank_account(firm.card.id, "GBP")
    assert account is not None
    assert account.iban == "GB29NWBK60161331926819"
    assert account.iban not in text(owner.get(firm.url("profile"))) + text(owner.get(firm.url("bank")))


RATE = {
    "name": "Courier", "carrier": "other", "carrier_other": "Bike & Co", "mode": "courier", "tracked": "on",
    "days_min": "1", "days_max": "3", "up_to_0": "2", "price_0": "12.00", "up_to_1": "0,5", "price_1": "7",
    "up_to_2": "", "price_2": "", "free_from": "100",
}  # fmt: skip


def test_zones_and_rates(firm: Firm, owner: Client) -> None:
    assert "Choose at least one country" in text(owner.post(firm.url("zone-new"), {"name": "East"}))
    assert "already" in text(owner.post(firm.url("zone-new"), {"name": "Rest", "everywhere": "on"}))
    owner.post(firm.url("zone-new"), {"name": "East", "countries": ["KE", "UG"]})
    zone = next(z for z in shipping.zones_of(firm.card.id) if z.name == "East")
    assert zone.countries == {"KE", "UG"}
    assert owner.post(firm.url("rate-new", zone.id), RATE | {"price_1": ""}).status_code == 422
    answer = owner.post(firm.url("rate-new", zone.id), RATE)
    assert answer.status_code == 302, text(answer)
    (rate,) = next(z for z in shipping.zones_of(firm.card.id) if z.id == zone.id).rates
    assert [(b.up_to_g, b.price_minor) for b in rate.weight_bands] == [(500, 700), (2_000, 1_200)]
    assert [(b.from_minor, b.price_minor) for b in rate.goods_bands] == [(10_000, 0)]
    assert rate.carrier == "Bike & Co"
    owner.post(firm.url("rate-new", zone.id), RATE)
    assert len(next(z for z in shipping.zones_of(firm.card.id) if z.id == zone.id).rates) == 2
    owner.post(firm.url("rate-remove", zone.id, rate.code))
    owner.post(firm.url("zone-remove", zone.id))
    assert [z.name for z in shipping.zones_of(firm.card.id)] == ["World"]


def test_a_long_table_of_prices_survives_being_saved(firm: Firm, owner: Client) -> None:
    bands = {f"up_to_{n}": str(n + 1) for n in range(10)} | {f"price_{n}": str(5 + n) for n in range(10)}
    base = {name: value for name, value in RATE.items() if not name.startswith(("up_to", "price"))}
    owner.post(firm.url("rate", firm.zone_id, "airmail"), base | bands)
    page = text(owner.get(firm.url("rate", firm.zone_id, "airmail")))
    assert 'name="up_to_11"' in page
    (zone,) = shipping.zones_of(firm.card.id)
    assert len(zone.rates[0].weight_bands) == 10


def test_how_the_firm_sends(firm: Firm, owner: Client) -> None:
    data = {"country": "GB", "cut_off": "14:30", "time_zone": "Europe/London", "closed_on": "2026-12-25\n2026-12-28"}
    owner.post(firm.url("dispatch"), data)
    assert len(shipping.dispatch_of(firm.card.id).closed_on) == 2
    assert "is not a day" in text(owner.post(firm.url("dispatch"), data | {"closed_on": "Christmas"}))
    assert str(shipping.dispatch_of(firm.card.id).cut_off) == "14:30:00"
    assert owner.post(firm.url("dispatch"), data | {"cut_off": "late"}).status_code == 422


def test_money_is_held_then_due_then_paid(firm: Firm, order: UUID, owner: Client) -> None:
    assert "£43.20" in text(owner.get(firm.url("money")))  # 36.00 + 9.00 less 5 % of the goods
    seller, buyer = Actor(Role.SELLER), Actor(Role.BUYER)
    now = timezone.now()
    for action, actor in ((Action.ACCEPT, seller), (Action.SHIP, seller), (Action.CONFIRM, buyer)):
        orders.act(firm.card.id, order, action, actor, now=now)
    page = text(owner.get(firm.url("money")))
    assert "Order released: goods and shipping" in page
    assert "No money is held" in page
    owner.post(firm.url("bank"), {"holder": "Kiln Lane", "country": "GB", "iban": "GB29NWBK60161331926819"})
    made = payments_writes.make_payout_file(uuid4(), now=now, actor_id=firm.owner.pk)
    assert [line.amount.minor for line in made.lines] == [4_320]
    assert made.lines[0].reference in text(owner.get(firm.url("money")))
    rows = list(csv.reader(io.StringIO(owner.get(firm.url("statement")).content.decode("utf-8-sig"))))
    assert [row[10] for row in rows[1:]] == ["43.20", "-43.20"]
    assert len(list(csv.reader(io.StringIO(text(owner.get(firm.url("statement") + "?from=2099-01-01")))))) == 1


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("12.50", "12.50"), ("12,50", "12.50"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1 234", "1234"),
        ("١٢٫٥", "12.5"), ("1,234,567", "1234567"), ("x", "x"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, plain: str) -> None:
    assert plain_decimal(typed) == plain


def test_every_country_is_in_one_region() -> None:
    codes = [code for region in REGIONS.values() for code in region]
    assert len(codes) == len(set(codes)) >= 240
