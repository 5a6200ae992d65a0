"""The money pages in a real Chromium: 320 px wide without script, nothing for axe to say, right-to-left too."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.ledger import services
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.parties.models import Person
from karum.reports.domain.months import last_closed
from karum.reports.services.invoices import issue_month
from tests.journeys.browser import SMALL, accessibility, sideways
from tests.journeys.browser import Browser as Chromium
from tests.reports.conftest import Firm, a_firm, buy, deliver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lived(firm: Firm) -> None:
    """A firm with something in every place of the money page, and of the operator's."""
    now = timezone.now()
    month = last_closed(datetime.now(UTC))
    deliver(firm, buy(firm, now=month.since + timedelta(days=3)), month.since + timedelta(days=9))
    buy(firm, now=now - timedelta(days=70))
    deliver(firm, buy(firm, now=now), now)
    moves = [
        (Purpose.PAYABLE, Purpose.RESERVE), (Purpose.PAYABLE, Purpose.TRANSIT), (Purpose.RECEIVABLE, Purpose.CLEARING)
    ]  # fmt: skip
    for debit, credit in moves:
        entry = Entry(uuid4(), firm.card.id, debit, credit, Money(1_111, "GBP"), "test", order_key=uuid4())
        services.post([entry], now=now)
    issue_month(month, datetime.now(UTC))


def cookie(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)


def test_money_pages_are_narrow_and_accessible_without_script(
    live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = a_firm("Kiln Lane Pottery", "kiln")
    lived(firm)
    operator = Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True)
    desk = f"/desk/{firm.card.slug}/money"
    visits = [
        (cookie(firm.owner), [desk, f"{desk}/statements"]),
        (cookie(operator), ["/hub/taxes", "/hub/fees", "/hub/watch", "/hub/books"]),
    ]
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        for session, pages in visits:
            for locale in ("GB.en.GBP", "AE.ar.AED"):
                page = chromium.visitor(live_server.url, size=SMALL, locale=locale, script=False)
                page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
                for path in pages:
                    page.goto(path)
                    for fold in page.locator("details").all():
                        fold.locator("summary").click()
                    assert sideways(page) <= 0, f"{path} {locale} is {sideways(page)} px too wide"
                page.context.close()
            checked = chromium.visitor(live_server.url, locale="GB.en.GBP")
            checked.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            for path in pages:
                checked.goto(path)
                assert accessibility(checked) == [], path
            checked.context.close()
