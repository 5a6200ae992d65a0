"""Tracking numbers of many orders: shown beside the orders first, sent with one press, each order by itself."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karum.desk.domain.tracking_lists import LINES_MAX, Line, order_in, read_list
from karum.orders.domain.numbers import order_number
from karum.orders.domain.states import State
from karum.orders.queries import access_order_as_seller
from karum.shipping.domain.s10 import make
from tests.desk.conftest import Firm, buy
from tests.hostile import NASTY, SLY


def test_a_list_is_read_as_people_have_it() -> None:
    two = [Line(1, "K-7F3A9-2QDMX", ("RR123456785GB",)), Line(2, "K-00000-11111", ("1Z999AA10123456784",))]
    assert read_list("K-7F3A9-2QDMX RR 123 456 785 GB\n1Z999AA10123456784 k-ooooo-iilll") == (two, [])
    assert read_list("#k7f3a92qdmx\tRR123456785GB\nK-00000-11111\t1Z999AA10123456784\n") == (two, [])
    carriers = "Date;Order;Number\n1.5.;K-7F3A9-2QDMX;RR123456785GB\nx;y;z\n;;\n"
    assert read_list(carriers) == ([Line(2, "K-7F3A9-2QDMX", ("1.5.", "RR123456785GB"))], [3])
    assert read_list("") == ([], [])
    assert len(read_list("K-7F3A9-2QDMX x\n" * (LINES_MAX + 5))[0]) == LINES_MAX
    assert order_in("7F3A9-2QDMX") == order_in("1234567890") == ""


@pytest.mark.parametrize("text", [*NASTY, *SLY])
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    read_list(text)
    read_list(f'K-7F3A9-2QDMX,"{text}')


@pytest.fixture
def two(firm: Firm, owner: Client) -> list[UUID]:
    keys = [buy(firm, destination="FR"), buy(firm)]
    owner.post(firm.url("accept-many"), {"order": keys})
    return keys


def state(firm: Firm, key: UUID) -> State:
    return access_order_as_seller(firm.card.id, key).state


def test_a_list_is_shown_first_and_sends_with_one_press(firm: Firm, two: list[UUID], owner: Client) -> None:
    assert firm.url("tracking") in owner.get(firm.url("orders")).text
    numbers = [make("RR", 12345678 + place, "GB") for place in range(2)]
    rows = [f"{order_number(key)} {number}" for key, number in zip(two, numbers, strict=True)]
    typed = "\n".join([*rows, "K-00000-00000 RR123456785GB", f"{order_number(two[0])} {numbers[1]}", "no order here"])
    page = owner.post(firm.url("tracking"), {"text": typed}).text
    assert "2 orders can go" in page
    assert "None of your open orders has this number" in page
    assert "stands in the list twice" in page
    assert "1 line names no order" in page
    assert {state(firm, key) for key in two} == {State.ACCEPTED}, "showing changes nothing"
    send = {"text": "\n".join(rows), "left": "K-00000-00000\tRR123456785GB", "send": "1"}
    done = owner.post(firm.url("tracking"), send)
    assert "2 orders sent" in done.text
    assert "K-00000-00000" in done.text, "what did not fit is still there"
    assert {state(firm, key) for key in two} == {State.SHIPPED}
    parcels = [parcel for key in two for parcel in access_order_as_seller(firm.card.id, key).parcels]
    assert [parcel.tracking_number for parcel in parcels] == numbers
    again = owner.post(firm.url("tracking"), {"text": send["text"], "send": "1"}, follow=True)
    assert "moved on meanwhile" in again.text
    assert len(access_order_as_seller(firm.card.id, two[0]).parcels) == 1


def test_a_file_of_the_carrier_is_read_and_a_wrong_number_is_said(firm: Firm, two: list[UUID], owner: Client) -> None:
    table = f"Reference,Barcode\r\n{order_number(two[0])},RR123456780GB\r\n".encode("utf-16")
    page = owner.post(firm.url("tracking"), {"file": SimpleUploadedFile("list.csv", table)})
    assert page.status_code == 200
    assert "do not fit" in page.text
    assert "can go" not in page.text
    assert owner.post(firm.url("tracking"), {"text": "hello"}).status_code == 422
    assert owner.post(firm.url("tracking"), {"file": SimpleUploadedFile("x.csv", b"\xff\x00\xff")}).status_code == 422


def test_nobody_sends_orders_of_another_firm(firm: Firm, two: list[UUID], client: Client) -> None:
    from karum.parties import services as parties

    other = parties.create_business(name="Other", country="KE", currency="KES", owner=firm.stranger)
    client.force_login(firm.stranger)
    address = firm.url("tracking").replace(firm.card.slug, other.slug)
    typed = {"text": f"{order_number(two[0])} RR123456785GB", "send": "1"}
    client.post(address, typed)
    assert client.post(firm.url("tracking"), typed).status_code in (403, 404)
    assert state(firm, two[0]) is State.ACCEPTED
