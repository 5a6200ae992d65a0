"""The operator's pages of failed refunds, gaps and waiting accounts in a real Chromium: 320 px, right-to-left too."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from karum.disputes import services as disputes
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.domain.states import Action, Role
from karum.orders.services import Actor, act
from karum.payments import queries, services
from karum.payments.domain import Card, Happening, Instrument
from karum.payments.models import Refund
from karum.payments.providers import sandbox
from karum.payments.services import BankDetails
from tests.disputes.conftest import NOW as THEN
from tests.disputes.conftest import World, make_world
from tests.journeys.browser import SMALL, accessibility, sideways
from tests.journeys.browser import Browser as Chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(UTC)
PAGES = ("/hub/money-in", "/hub/chargebacks", "/hub/payouts", "/hub/watch")


def troubled() -> World:
    """A refund that failed, a lost chargeback that nobody bears, an account that replaced another."""
    card = Instrument("card", card=Card("4000000000005126", 12, 2030))
    paid = services.start(key=uuid4(), group_key=uuid4(), amount=Money(4_250, "EUR"), instrument=card, now=NOW)
    services.refund(paid.id, paid.amount, uuid4(), NOW)
    row = Refund.objects.get()
    services.send_refund(row.id, now=NOW)
    body, headers = sandbox.refund_webhook(row.key, paid.amount, now=NOW)
    assert services.receive_webhook("sandbox", body, headers, now=NOW) == "applied"
    world = make_world()
    seller = Actor(Role.SELLER, world.owner.pk)
    act(world.order.seller_id, world.order.key, Action.REFUND, seller, now=THEN, amount=world.money(700))
    payment = world.order.payment
    assert payment is not None
    for happening in (Happening.CHARGEBACK_OPENED, Happening.CHARGEBACK_LOST):
        body, headers = sandbox.webhook(payment.key, happening, world.order.total, now=NOW)
        services.receive_webhook("sandbox", body, headers, now=NOW)
        disputes.note_chargeback(queries.chargebacks(payment_id=payment.id)[0], now=NOW)
    ours = world.order.seller_id
    for iban in ("DE89370400440532013000", "DE02120300000000202051"):
        assert services.save_bank_account(ours, BankDetails("Kiln Lane", "DE", "GBP", iban=iban), now=NOW) == {}
    ledger.post([Entry(uuid4(), ours, Purpose.CLEARING, Purpose.PAYABLE, Money(900, "GBP"), "sale")], now=NOW)
    services.make_payout_file(uuid4(), now=NOW, actor_id=world.other.pk)
    return world


def test_pages_of_money_in_trouble_are_narrow_and_accessible(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = troubled()
    client = Client()
    client.force_login(world.operator)
    session = {"name": "sessionid", "value": str(client.cookies["sessionid"].value), "url": live_server.url}
    pictures = os.environ.get("PICTURES", "")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        for locale in ("GB.en.GBP", "AE.ar.AED"):
            page = chromium.visitor(live_server.url, size=SMALL, locale=locale, script=False)
            page.context.add_cookies([session])
            for path in PAGES:
                page.goto(path)
                assert sideways(page) <= 0, f"{path} {locale} is {sideways(page)} px too wide"
                if pictures:
                    page.screenshot(path=Path(pictures) / f"{path.rpartition('/')[2]}-{locale[:2]}.png", full_page=True)
            page.context.close()
        checked = chromium.visitor(live_server.url, locale="GB.en.GBP")
        checked.context.add_cookies([session])
        for path in PAGES:
            checked.goto(path)
            assert accessibility(checked) == [], path
        checked.context.close()
