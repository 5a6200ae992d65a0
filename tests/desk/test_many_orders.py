"""Many orders at once: what is late stands on top, accepting asks first, one print has all labels and customs forms."""

import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pypdf import PdfReader

from karum.orders.domain.states import State
from karum.orders.models import Order, OrderLine
from karum.orders.queries import access_order_as_seller
from tests.desk.conftest import Firm, buy
from tests.desk.test_papers import receipt


@pytest.fixture
def two(firm: Firm) -> list[UUID]:
    return [buy(firm, destination="FR", facts=receipt()), buy(firm)]


def state(firm: Firm, key: UUID) -> State:
    return access_order_as_seller(firm.card.id, key).state


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_what_is_late_stands_on_top_and_is_counted(firm: Firm, two: list[UUID], owner: Client) -> None:
    late = two[1]
    Order.objects.filter(key=late).update(due_at=Order.objects.get(key=late).due_at - timedelta(days=30))
    page = owner.get(firm.url("orders")).text
    assert "1 order is late" in page
    assert page.index(str(late)) < page.index(str(two[0]))


def test_many_are_accepted_after_they_were_shown_once_more(firm: Firm, two: list[UUID], owner: Client) -> None:
    marked = owner.get(firm.url("orders") + "?mark=accept").text
    assert marked.count(" checked") == 2
    asked = owner.get(firm.url("accept-many"), {"order": two})
    assert "Accept 2 orders?" in asked.text
    assert [state(firm, key) for key in two] == [State.PAID, State.PAID], "asking changes nothing"
    done = owner.post(firm.url("accept-many"), {"order": two}, follow=True)
    assert "2 orders accepted" in done.text
    assert [state(firm, key) for key in two] == [State.ACCEPTED, State.ACCEPTED]
    again = owner.post(firm.url("accept-many"), {"order": two}, follow=True)
    assert "moved on meanwhile" in again.text


def test_nobody_accepts_orders_of_another_firm(firm: Firm, two: list[UUID], signed_in: object, client: Client) -> None:
    from karum.parties import services as parties

    other = parties.create_business(name="Other", country="KE", currency="KES", owner=firm.stranger)
    client.force_login(firm.stranger)
    address = firm.url("accept-many").replace(firm.card.slug, other.slug)
    client.post(address, {"order": [*two, uuid4(), "x", "\0"]})
    labels = client.get(firm.url("labels").replace(firm.card.slug, other.slug), {"order": two})
    assert labels.status_code == 302
    assert [state(firm, key) for key in two] == [State.PAID, State.PAID]


def test_one_print_has_every_label_and_the_customs_form_beside_it(firm: Firm, two: list[UUID], owner: Client) -> None:
    before = owner.get(firm.url("labels"), {"order": two}, follow=True)
    assert "no labels to print" in before.text, "nothing is accepted yet"
    owner.post(firm.url("accept-many"), {"order": two})
    answer = owner.get(firm.url("labels"), {"order": two, "size": "a6"})
    assert answer.headers["Content-Type"] == "application/pdf"
    found = pages(answer.content)
    small = [page for page in found if "CN 22" in page or "CN 23" in page]
    labels = [page for page in found if page not in small]
    assert len(labels) == 2
    (abroad,) = [page for page in labels if "Lyon" in page or "LYON" in page]
    assert "FRANCE" in abroad
    assert "Kiln Lane Pottery" in abroad
    assert "The post puts its barcode label here" in abroad
    assert small, "the parcel to France crosses a border"
    sheet = PdfReader(io.BytesIO(owner.get(firm.url("labels"), {"order": two, "size": "a4"}).content)).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]


def test_an_order_that_lacks_a_fact_is_named_and_the_others_stay_chosen(
    firm: Firm, two: list[UUID], owner: Client
) -> None:
    owner.post(firm.url("accept-many"), {"order": two})
    OrderLine.objects.filter(order_key=two[1]).update(weight_g=0)
    answer = owner.get(firm.url("labels"), {"order": two}, follow=True)
    number = access_order_as_seller(firm.card.id, two[1]).number
    assert f"No label for {number}: The weight of" in answer.text
    assert answer.text.count(" checked") == 1, "the other one stays chosen"
    assert owner.get(firm.url("labels"), {"order": two[:1]}).headers["Content-Type"] == "application/pdf"


def test_the_packing_list_sums_what_the_shelf_must_give(firm: Firm, two: list[UUID], owner: Client) -> None:
    page = owner.get(firm.url("shelf"), {"order": two}).text
    together = sum(line.quantity for key in two for line in access_order_as_seller(firm.card.id, key).lines)
    assert f"{together} ×" in page
    assert owner.get(firm.url("shelf")).status_code == 302
