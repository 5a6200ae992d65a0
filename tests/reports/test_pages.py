"""The pages: the seller's money and statements, the operator's taxes, fees and watch, the buyer's receipt."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from karum.ledger import history, services
from karum.ledger import queries as ledger
from karum.ledger.domain import DEBIT_SIDES, SIDES, Entry, Purpose
from karum.money import Money
from karum.orders.queries import buyer_token
from karum.parties.models import Person
from karum.reports.domain.months import last_closed
from karum.reports.models import FeeInvoice, Remittance, TaxReturn
from karum.reports.queries.watch import ageing, anomalies
from karum.reports.services.invoices import issue_month
from tests.hostile import NASTY
from tests.reports.conftest import Firm, buy, deliver

pytestmark = pytest.mark.django_db
MONTH = last_closed(datetime.now(UTC))
THEN = MONTH.since + timedelta(days=3)


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    return client


@pytest.fixture
def owner(firm: Firm) -> Client:
    client = Client()
    client.force_login(firm.owner)
    return client


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_money_page_shows_held_due_rate_and_rule(firm: Firm, owner: Client) -> None:
    now = timezone.now()
    held, released = buy(firm, now=now), buy(firm, now=now)
    deliver(firm, released, now)
    page = owner.get(f"/desk/{firm.card.slug}/money").text
    assert "£43.20" in page  # 36.00 + 9.00 less the fee of 1.80: held of one, due of the other
    assert "1 GBP = 1.15 EUR" in page
    assert "European Central Bank" in page
    assert str(held) in page
    assert "Order released: goods and shipping" in page


def test_money_in_reserve_on_its_way_and_owed_is_shown(firm: Firm, owner: Client) -> None:
    now, books = timezone.now(), firm.card.id
    moves = [
        (Purpose.CLEARING, Purpose.PAYABLE, 10_000), (Purpose.PAYABLE, Purpose.RESERVE, 1_111),
        (Purpose.PAYABLE, Purpose.TRANSIT, 2_222), (Purpose.RECEIVABLE, Purpose.CLEARING, 3_333),
    ]  # fmt: skip
    services.post(
        [Entry(uuid4(), books, debit, credit, Money(minor, "GBP"), "test") for debit, credit, minor in moves], now=now
    )
    page = owner.get(f"/desk/{firm.card.slug}/money").text
    for amount in ("£11.11", "£22.22", "£33.33", "£66.67"):
        assert amount in page


def test_statements_and_invoices_are_downloaded_by_their_own_people_only(
    firm: Firm, other_firm: Firm, owner: Client, client: Client
) -> None:
    deliver(firm, buy(firm, now=THEN), THEN)
    (number,) = issue_month(MONTH, datetime.now(UTC))
    mine = f"/desk/{firm.card.slug}/money"
    page = owner.get(f"{mine}/statements").text
    assert number in page
    assert f"statements/{MONTH}.pdf" in page
    statement = owner.get(f"{mine}/statements/{MONTH}.pdf")
    assert statement["Content-Type"] == "application/pdf"
    assert "43.20" in read(statement.content)
    assert "43.20" in owner.get(f"{mine}/statements/{MONTH}.csv").text
    assert "the hub's tax status is unknown" in read(owner.get(f"{mine}/fees/{number}.pdf").content)
    paths = (f"statements/{MONTH}.pdf", f"statements/{MONTH}.csv", f"fees/{number}.pdf", "statements")
    for path in paths:
        assert client.get(f"{mine}/{path}").status_code == 302
    client.force_login(other_firm.owner)
    for path in paths:
        assert client.get(f"{mine}/{path}").status_code == 404
    theirs = f"/desk/{other_firm.card.slug}/money"
    assert client.get(f"{theirs}/fees/{number}.pdf").status_code == 404
    assert client.get(f"{theirs}/statements/{MONTH}.csv").status_code == 404  # nothing ever moved there
    client.force_login(firm.packer)
    for path in paths:
        assert client.get(f"{mine}/{path}").status_code == 403


def test_an_open_or_strange_month_has_no_statement(firm: Firm, owner: Client) -> None:
    buy(firm, now=timezone.now())
    for name in (str(MONTH.next), str(MONTH.next.next), "2026-99", "x", "0000-01"):
        assert owner.get(f"/desk/{firm.card.slug}/money/statements/{name}.csv").status_code == 404
    assert owner.get(f"/desk/{firm.card.slug}/money/statements/{MONTH}.xml").status_code == 404


def test_the_operator_issues_fees_and_sees_them(firm: Firm, operator: Client) -> None:
    deliver(firm, buy(firm, now=THEN), THEN)
    for _ in range(2):
        page = operator.post("/hub/fees/issue", {"month": str(MONTH)}, follow=True).text
    number = FeeInvoice.objects.get().number
    assert number in page
    assert read(operator.get(f"/hub/fees/{firm.card.id}/{number}.pdf").content).count(number) >= 1
    assert operator.get(f"/hub/fees/{firm.card.id + 99}/{number}.pdf").status_code == 404
    said = operator.post("/hub/fees/issue", {"month": str(MONTH.next)}, follow=True).text
    assert "not closed" in said


def test_the_operator_declares_and_marks_as_paid_once(firm: Firm, operator: Client) -> None:
    deliver(firm, buy(firm, now=THEN), THEN)
    address = f"/hub/taxes?period={MONTH}"
    page = operator.get(address).text
    assert "€9.50" in page
    assert "IM" not in operator.get(f"/hub/taxes/IOSS/{MONTH}.csv").text
    page = operator.post(f"/hub/taxes/IOSS/{MONTH}/declare", follow=True).text
    assert "Declared on" in page
    key = page.split('name="key" value="')[1].split('"')[0]
    for _ in range(2):
        operator.post(f"/hub/taxes/IOSS/{MONTH}/paid", {"key": key, "reference": "OUR-REF"})
    assert TaxReturn.objects.count() == Remittance.objects.count() == 1
    assert "OUR-REF" in operator.get(address).text
    (tax,) = [b.net.minor for b in ledger.balances(firm.card.id) if b.key.purpose is Purpose.TAX]
    assert tax == 0
    assert "supply,DE,19,50.00,9.50" in operator.get(f"/hub/taxes/IOSS/{MONTH}.csv").text
    assert "IOSS,DE,tax" in operator.get(f"/hub/taxes/{MONTH}.csv").text


@pytest.mark.parametrize("page", ["taxes", "fees", "watch", "books?day=2026-10-31", "taxes/2026-10.csv"])
def test_nobody_else_sees_the_operators_pages(page: str, firm: Firm, operator: Client, owner: Client) -> None:
    assert Client().get(f"/hub/{page}").status_code == 302
    assert owner.get(f"/hub/{page}").status_code == 403
    assert operator.get(f"/hub/{page}").status_code == 200


def test_the_trial_balance_of_a_past_day_leaves_out_what_came_later(firm: Firm, operator: Client) -> None:
    buy(firm, now=THEN)
    before = (THEN - timedelta(days=1)).date().isoformat()
    assert "€62.50" not in operator.get(f"/hub/books?day={before}").text
    assert "€62.50" in operator.get(f"/hub/books?day={THEN.date().isoformat()}").text
    assert "€62.50" in operator.get("/hub/books?day=9999-12-31").text


def test_ageing_sums_to_the_accounts_and_takes_the_oldest_first() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    for days, debit, credit, minor in (
        (100, Purpose.CLEARING, Purpose.PAYABLE, 500),
        (40, Purpose.CLEARING, Purpose.PAYABLE, 300),
        (20, Purpose.PAYABLE, Purpose.BANK, 600),
        (1, Purpose.CLEARING, Purpose.PAYABLE, 50),
        (10, Purpose.RECEIVABLE, Purpose.CLEARING, 70),
        (5, Purpose.PAYABLE, Purpose.RECEIVABLE, 20),
    ):
        entry = Entry(uuid4(), 7, debit, credit, Money(minor, "EUR"), "test")
        services.post([entry], now=now - timedelta(days=days))
    rows = {row.purpose: [amount.minor for amount in row.columns] for row in ageing(now)}
    assert rows[Purpose.PAYABLE] == [50, 0, 180, 0, 0]
    assert rows[Purpose.RECEIVABLE] == [0, 50, 0, 0, 0]
    for row in ageing(now):
        (there,) = [b.net for b in ledger.balances() if b.key.purpose is row.purpose and b.net]
        assert row.total == there
    assert SIDES[Purpose.RECEIVABLE] in DEBIT_SIDES
    assert history.layers([Purpose.ESCROW], now) == []


def test_old_escrow_stuck_clearing_and_unknown_money_are_named_with_what_to_do(firm: Firm, operator: Client) -> None:
    now = timezone.now()
    assert anomalies(now) == []
    buy(firm, now=now - timedelta(days=70))
    incoming = Entry(uuid4(), 0, Purpose.BANK, Purpose.SUSPENSE, Money(123, "EUR"), "incoming")
    services.post([incoming], now=now)
    kinds = [one.kind for one in anomalies(now)]
    assert {"old_escrow", "stuck_clearing", "suspense"} <= set(kinds)
    page = operator.get("/hub/watch").text
    assert "ask the provider for" in page
    assert all(one.what_to_do for one in anomalies(now))


def test_the_buyer_has_a_receipt_once_she_paid_in_her_language(firm: Firm, client: Client) -> None:
    key = buy(firm, now=timezone.now())
    token = buyer_token(firm.card.id, key)
    assert "receipt.pdf" in client.get(f"/o/{token}").text
    answer = client.get(f"/o/{token}/receipt.pdf", headers={"accept-language": "fr"})
    said = read(answer.content)
    assert "Reçu" in said
    assert "62,50" in said
    assert client.get("/o/nonsense/receipt.pdf").status_code == 404


@pytest.mark.parametrize("nasty", NASTY)
def test_strange_words_in_addresses_and_fields_break_nothing(nasty: str, firm: Firm, operator: Client) -> None:
    buy(firm, now=THEN)
    text = nasty.encode("utf-8", "replace").decode()  # half a character cannot be sent
    for page, name in (("taxes", "period"), ("fees", "month"), ("books", "day")):
        assert operator.get(f"/hub/{page}", {name: text}).status_code in (200, 404)
    assert operator.post("/hub/fees/issue", {"month": text}).status_code in (302, 404)
    operator.post(f"/hub/taxes/IOSS/{MONTH}/declare")
    for data in ({"key": text, "reference": "x"}, {"key": str(uuid4()), "reference": text}):
        assert operator.post(f"/hub/taxes/IOSS/{MONTH}/paid", data).status_code == 302
