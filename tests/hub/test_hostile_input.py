"""No input of an operator, however strange, breaks the console."""

import pytest
from django.test import Client

from karum.orders.models import Order
from karum.parties.queries import business
from tests.hostile import NASTY, broken_forms, readable
from tests.hub.test_console import operator, order  # noqa: F401  (fixtures)
from tests.orders.test_checkout import coffee, guest  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def test_no_form_of_the_console_breaks(operator: Client, order: Order) -> None:  # noqa: F811
    for page in (f"orders/{order.seller_id}/{order.key}", "payouts", f"firms/{business(order.seller_id).slug}"):
        assert broken_forms(operator, f"/hub/{page}") == []


def test_no_decision_of_a_screening_breaks(operator: Client, order: Order) -> None:  # noqa: F811
    operator.raise_request_exception = False
    pages = ("/hub/screening", "/hub/screening/1", f"/hub/screening/{'9' * 30}")
    for nasty in NASTY:
        for page in pages:
            form = dict.fromkeys(("outcome", "decision", "reason", "words", "state", "page"), readable(nasty))
            assert operator.post(page, form).status_code < 500
            assert operator.get(page, form).status_code < 500


def test_no_button_of_the_console_breaks(operator: Client, order: Order) -> None:  # noqa: F811
    operator.raise_request_exception = False
    firm = f"/hub/firms/{business(order.seller_id).slug}/withdraw"
    for nasty in NASTY:
        text = readable(nasty)
        assert operator.post(firm, {"id": text, "why": "old"}).status_code == 302
        assert operator.post(firm, {"id": "1", "why": text}).status_code == 302
        assert operator.post("/hub/payouts/1/move", {"to": text}).status_code == 302
    assert operator.post("/hub/payouts/1/move", {"to": "sent"}).status_code == 302
    assert operator.get(f"/hub/orders/{'9' * 30}/{order.key}").status_code == 404
