"""The operator looks at names, decides with a reason, and the audit keeps it."""

import csv
import io
from dataclasses import replace

import pytest
from django.test import Client

from karum.compliance.models import Case, Decision, Hit
from karum.compliance.queries import may_trade
from karum.compliance.services.screening import Buyer, screen_business, screen_buyer
from karum.parties.models import Person
from karum.parties.services import create_business
from tests.compliance.conftest import NOW, Load, load  # noqa: F401
from tests.official.lists import EU, OFAC

BUYER = Buyer(("Oleg Zarubskiy",), "", "BY", "oleg@example.org", "en")
PAGES = ("/hub/screening", "/hub/screening/decisions", "/hub/screening/decisions.csv", "/hub/screening/lists")
pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    return client


@pytest.fixture
def case(load: Load) -> Case:  # noqa: F811
    load(OFAC)
    screen_buyer(BUYER, now=NOW)
    return Case.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_gets_in(page: str, client: Client) -> None:
    assert client.get(page).status_code == 302
    client.force_login(Person.objects.create(email="amina@example.org"))
    assert client.get(page).status_code == 403


def test_nobody_else_decides(client: Client, case: Case) -> None:
    client.force_login(Person.objects.create(email="amina@example.org"))
    answer = client.post(f"/hub/screening/{case.id}", {"verdict": "different", "reason": "It is me."})
    assert answer.status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_empty_and_full(page: str, operator: Client, load: Load) -> None:  # noqa: F811
    assert operator.get(page).status_code == 200
    load(OFAC)
    screen_buyer(BUYER, now=NOW)
    assert operator.get(page).status_code == 200


def test_a_case_shows_what_matches_what_contradicts_and_where_it_stands(operator: Client, case: Case) -> None:
    page = operator.get(f"/hub/screening/{case.id}").text
    for words in (
        "Oleg Petrovich ZARUBSKY",
        "RUSSIA-EO14024",
        "Same country: Belarus",
        "1961-10-07",
        "line 5",
        "sha256",
    ):
        assert words in page, words
    assert "Names to look at" in operator.get("/hub").text


def test_clearing_needs_a_reason_and_stands_in_the_audit(operator: Client, case: Case) -> None:
    address = f"/hub/screening/{case.id}"
    refused = operator.post(address, {"verdict": "different", "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    done = operator.post(address, {"verdict": "different", "reason": "=1+1 Born in 1990; passport seen."}, follow=True)
    assert "Nobody waits for a decision" in done.text
    audit = operator.get("/hub/screening/decisions").text
    assert "Born in 1990; passport seen." in audit
    assert "Odile" in audit
    rows = list(csv.DictReader(io.StringIO(operator.get("/hub/screening/decisions.csv").text)))
    assert rows[0]["verdict"] == "different"
    assert rows[0]["lists"].startswith("ofac-sdn ")
    assert rows[0]["reason"].startswith("'=")


def test_blocking_names_the_entry(operator: Client, case: Case) -> None:
    entry = Hit.objects.get().party_id
    operator.post(f"/hub/screening/{case.id}", {"verdict": "same", "reason": "Passport.", "party_id": entry})
    assert Decision.objects.get().party_id == entry
    assert "ofac-sdn 101" in operator.get("/hub/screening/decisions").text


def test_a_case_that_is_closed_says_so(operator: Client, case: Case) -> None:
    for _ in range(2):
        answer = operator.post(
            f"/hub/screening/{case.id}", {"verdict": "different", "reason": "Another birth."}, follow=True
        )
    assert "Somebody has decided this case already." in answer.text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"verdict": "maybe", "reason": "x"}, {"verdict": "same", "reason": "x", "party_id": "x"}]
)
def test_nonsense_decides_nothing(operator: Client, case: Case, data: dict[str, str]) -> None:
    assert operator.post(f"/hub/screening/{case.id}", data).status_code == 422
    assert not Decision.objects.exists()


def test_no_such_case(operator: Client) -> None:
    assert operator.get("/hub/screening/999").status_code == 404


def test_a_firm_that_waits_sees_it_on_its_desk_and_cannot_publish(client: Client, load: Load) -> None:  # noqa: F811
    owner = Person.objects.create(email="vera@example.org", full_name="Vera Lund")
    firm = create_business(name="Zapadny Kombinat", country="RU", currency="EUR", owner=owner)
    client.force_login(owner)
    assert "We must check one thing" not in client.get(f"/desk/{firm.slug}/products").text
    load(EU)
    screen_business(firm.id, now=NOW)
    assert not may_trade(firm.id)
    page = client.get(f"/desk/{firm.slug}/products").text
    assert "We must check one thing about your firm" in page
    assert "sanction" not in page.lower()


def test_the_strong_come_first(operator: Client, case: Case) -> None:
    Case.objects.update(band="review")
    screen_buyer(replace(BUYER, names=("Oleg Petrovich Zarubsky",), email="b@example.org"), now=NOW)
    page = operator.get("/hub/screening").text
    assert page.index("Oleg Petrovich Zarubsky") < page.index("Oleg Zarubskiy")
