"""The operator's money day in a real Chromium: a statement in, a movement matched, a payout run by two people.

In the evening bank and ledger agree to the cent. Every page is narrow, right-to-left too, and axe has nothing to say.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from karum.ledger.queries import unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.parties.models import Person
from karum.payments import services as payments
from karum.payments.domain import Instrument, PaymentState
from karum.payments.models import Payment
from karum.payments.queries.reconcile import reconciliation
from karum.payments.services.bank import BankDetails, save_bank_account
from tests.banking.files import OWN
from tests.journeys.browser import SMALL, accessibility, sideways
from tests.journeys.browser import Browser as Chromium
from tests.reports.conftest import Firm, a_firm, buy, deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/hub",
    "/hub/money-in",
    "/hub/payouts",
    "/hub/statements",
    "/hub/statements/reconcile",
    "/hub/currencies",
    "/hub/books",
    "/hub/watch",
    "/hub/chargebacks",
    "/hub/disputes",
)


def cookie(email: str, name: str) -> str:
    client = Client()
    client.force_login(Person.objects.create(email=email, full_name=name, is_operator=True))
    return str(client.cookies["sessionid"].value)


def visit(chromium: Chromium, url: str, session: str, **more: Any) -> Page:
    page = chromium.visitor(url, **{"locale": "GB.en.GBP", **more})
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return page


def sold(firm: Firm) -> None:
    """Two finished sales in euros, of a seller who is paid in pounds: money is due, and a position is open."""
    now = timezone.now()
    for _each in range(2):
        deliver(firm, buy(firm, now=now), now)
    for seller_id, currency, number in (
        (0, "GBP", OWN),
        (firm.card.id, "GBP", "GB29NWBK60161331926819"),
    ):
        details = BankDetails("Karum" if not seller_id else firm.card.name, number[:2], currency, iban=number)
        assert save_bank_account(seller_id, details, now=now) == {}


def awaited_transfer() -> Payment:
    """A buyer who sends GBP 57.00, and will forget to name the reference."""
    made = payments.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=Money(5_700, "GBP"),
        instrument=Instrument("bank_transfer"),
        now=timezone.now(),
        provider_code="bank_transfer",
    )
    return Payment.objects.get(id=made.id)


def statement(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["date,amount,currency,reference,counterparty,id,account", *rows, ""]))
    return path


def load(page: Page, path: Path) -> None:
    page.goto("/hub/statements")
    page.get_by_label("File of your bank").set_input_files(path)
    page.get_by_role("button", name="Load").click()


def test_a_day_from_the_statement_to_a_reconciliation_of_zero(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    firm = a_firm("Kiln Lane Pottery", "kiln")
    sold(firm)
    transfer = awaited_transfer()
    first, second = cookie("odile@example.org", "Odile"), cookie("omar@example.org", "Omar")
    day = timezone.localdate() - timedelta(days=1)
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        odile, omar = visit(chromium, live_server.url, first), visit(chromium, live_server.url, second)
        # In the morning a statement comes: a transfer without its reference, and the bank's fee.
        morning = statement(
            tmp_path, "morning.csv", f"{day},57.00,GBP,mugs,Clara Meier,A1,{OWN}", f"{day},-4.90,GBP,fee,Bank,A2,{OWN}"
        )
        load(odile, morning)
        expect(odile.get_by_text("2 new movements, 0 matched.")).to_be_visible()
        odile.goto("/hub")
        odile.get_by_role("link", name="Decide").click()
        odile.get_by_role("link", name="Clara Meier").click()
        assert (accessibility(odile), sideways(odile)) == ([], 0)
        odile.get_by_label("Your reason").fill("The sum and the name are hers.")
        odile.get_by_role("button", name="It is the chosen one").click()
        expect(odile.get_by_text("Decided. It stands in the audit trail.")).to_be_visible()
        transfer.refresh_from_db()
        assert transfer.state == PaymentState.SUCCEEDED
        odile.get_by_role("link", name="Bank", exact=False).filter(has_text="-£4.90").click()
        odile.get_by_label("Your reason").fill("The fee of the account.")
        odile.get_by_role("button", name="A charge of the bank").click()
        expect(odile.get_by_text("Every movement is known for what it is.")).to_be_visible()
        # At noon the payouts: whoever prepares a run cannot approve it.
        odile.goto("/hub/payouts")
        odile.get_by_role("button", name="Make the payout file").click()
        expect(odile.get_by_text("You prepared it. Another operator has to approve it.")).to_be_visible()
        expect(odile.get_by_role("button", name="Approve")).to_have_count(0)
        omar.goto("/hub")
        expect(omar.get_by_text("waits for your approval")).to_be_visible()
        omar.goto("/hub/payouts")
        omar.get_by_role("button", name="Approve").click()
        with omar.expect_download() as file:
            omar.get_by_role("link", name="Bank file (CSV)").click()
        _names, line = Path(file.value.path()).read_text().splitlines()
        reference, amount = line.split(",")[0], line.split(",")[-2]
        omar.goto("/hub/payouts")
        omar.get_by_role("button", name="I sent it to the bank").click()
        expect(omar.get_by_text("sent to the bank")).to_be_visible()
        # Until the bank says so, the payout is on its way; in the evening its statement comes.
        evening = statement(tmp_path, "evening.csv", f"{day},-{amount},GBP,{reference},Kiln Lane,B1,{OWN}")
        load(odile, evening)
        expect(odile.get_by_text("1 new movement, 1 matched.")).to_be_visible()
        load(odile, evening)
        expect(odile.get_by_text("This very file was loaded before. Nothing was done.")).to_be_visible()
        odile.goto("/hub/statements/reconcile")
        expect(odile.get_by_text("every difference is explained")).to_be_visible()
        (pounds,) = [one for one in reconciliation() if one.currency == "GBP"]
        assert (pounds.items, pounds.unexplained.minor, pounds.statement) == ([], 0, pounds.ledger)
        assert pounds.ledger == Money(5_700 - 490, "GBP") - Money(round(float(amount) * 100), "GBP")
        odile.goto("/hub/payouts")
        expect(odile.get_by_text("confirmed by the bank")).to_be_visible()
        assert (wrong_balances(), unbalanced_currencies()) == ([], [])
        for path in PAGES:
            odile.goto(path)
            assert accessibility(odile) == [], path
        for locale in ("GB.en.GBP", "AE.ar.AED"):
            small = visit(chromium, live_server.url, first, size=SMALL, locale=locale, script=False)
            for path in PAGES:
                small.goto(path)
                for fold in small.locator("main details").all():
                    fold.locator("summary").first.click()
                assert sideways(small) <= 0, f"{path} {locale} is {sideways(small)} px too wide"
            small.context.close()
