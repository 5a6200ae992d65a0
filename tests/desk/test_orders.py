"""What a seller does with an order, and what she is told."""

import io
import json
import zipfile
from uuid import UUID

from django.test import Client

from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance
from karum.money import Money
from karum.orders.domain.states import State
from karum.orders.queries import OrderView, access_order_as_seller
from karum.parties.models import Business
from karum.payments.queries import refunds_of
from tests.desk.conftest import Firm, buy

PARCEL = {
    "carrier": "post",
    "tracking_number": "RR 123 456 785 GB",
    "weight_g": "0,95",
    "line_1": "2",
    "line_0": "2",
    "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
}


def seen(firm: Firm, order: UUID) -> OrderView:
    return access_order_as_seller(firm.card.id, order)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_queue_says_what_to_do_and_by_when(firm: Firm, order: UUID, owner: Client) -> None:
    page = text(owner.get(firm.url("orders")))
    assert "Accept or refuse" in page
    assert "by " in page
    assert "Amina Otieno" in page
    owner.post(firm.url("accept", order))
    assert "Pack and ship" in text(owner.get(firm.url("orders")))
    assert "Nothing to do" not in text(owner.get(firm.url("orders")))
    assert "No orders here" in text(owner.get(firm.url("orders") + "?show=done"))


def test_accept_pack_print_ship(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", order))
    answer = owner.post(firm.url("pack", order), PARCEL)
    assert answer.status_code == 302, text(answer)
    view = seen(firm, order)
    assert view.state is State.ACCEPTED
    assert [(p.tracking_number, p.weight_g, p.contents) for p in view.parcels] == [("RR123456785GB", 950, ((1, 2),))]
    for kind in ("commercial-invoice", "packing-list", "cn23", "cn22"):
        paper = owner.get(firm.url("paper", order, kind))
        assert paper.headers["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    again = owner.get(firm.url("paper", order, "cn23"))
    assert again.content == owner.get(firm.url("paper", order, "cn23")).content
    owner.post(firm.url("ship", order))
    assert seen(firm, order).state is State.SHIPPED
    owner.post(firm.url("deliver", order))
    assert seen(firm, order).state is State.DELIVERED


def test_one_button_packs_and_ships(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", order))
    owner.post(firm.url("pack", order), PARCEL | {"ship": "1"})
    assert seen(firm, order).state is State.SHIPPED


def test_a_part_goes_first_and_the_rest_follows(firm: Firm, order: UUID, owner: Client) -> None:
    line = seen(firm, order).lines[0]
    assert line.quantity > 1
    owner.post(firm.url("accept", order))
    first = PARCEL | {f"line_{one.position}": "0" for one in seen(firm, order).lines} | {f"line_{line.position}": "1"}
    owner.post(firm.url("pack", order), first | {"ship": "1"})
    assert seen(firm, order).state is State.ACCEPTED
    (part,) = seen(firm, order).parts
    assert [(one.position, count) for one, count in part.units] == [(line.position, 1)]
    owner.post(firm.url("ship", order))  # nothing new is packed
    assert seen(firm, order).state is State.ACCEPTED
    rest = {f"line_{one.position}": str(one.quantity) for one in seen(firm, order).lines}
    rest[f"line_{line.position}"] = str(line.quantity - 1)
    number = {"tracking_number": "RR473124829GB", "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964aa"}
    owner.post(firm.url("pack", order), PARCEL | rest | number | {"ship": "1"})
    assert seen(firm, order).state is State.SHIPPED
    assert len(seen(firm, order).parts) == 2


def test_a_wrong_tracking_number_is_told_at_the_field_and_what_was_typed_stays(
    firm: Firm, order: UUID, owner: Client
) -> None:
    owner.post(firm.url("accept", order))
    answer = owner.post(firm.url("pack", order), PARCEL | {"tracking_number": "RR123456784GB", "weight_g": "heavy"})
    page = text(answer)
    assert answer.status_code == 422
    assert "check digit is 5" in page
    assert 'value="RR123456784GB"' in page
    assert 'value="heavy"' in page
    assert 'aria-describedby="id_tracking_number_help id_tracking_number_error"' in page
    assert seen(firm, order).parcels == []


def test_shipping_needs_a_parcel_and_packing_an_accepted_order(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("pack", order), PARCEL)
    assert seen(firm, order).parcels == []
    owner.post(firm.url("accept", order))
    owner.post(firm.url("ship", order))
    assert seen(firm, order).state is State.ACCEPTED


def test_papers_that_lack_facts_say_which(firm: Firm, order: UUID, owner: Client) -> None:
    assert firm.url("paper", order, "cn23") not in text(owner.get(firm.url("order", order)))  # not accepted yet
    owner.post(firm.url("accept", order))
    assert firm.url("paper", order, "cn23") in text(owner.get(firm.url("order", order)))
    Business.objects.filter(id=firm.card.id).update(address={})
    answer = owner.get(firm.url("paper", order, "cn23"), follow=True)
    assert "Your business has no street and no city." in text(answer)
    assert owner.get(firm.url("paper", order, "love-letter")).status_code == 404


def test_many_papers_at_once(firm: Firm, owner: Client) -> None:
    keys = [buy(firm), buy(firm)]
    for number, key in zip(("RR123456785GB", "CP123456785GB"), keys, strict=True):
        owner.post(firm.url("accept", key))
        owner.post(firm.url("pack", key), PARCEL | {"tracking_number": number})
    answer = owner.get(firm.url("bundle"), {"order": [str(key) for key in keys] + ["nonsense"]})
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len(names) == 10
    assert {name.rsplit("-", 1)[-1] for name in names} == {
        "invoice.pdf", "invoice.xml", "list.pdf", "cn22.pdf", "cn23.pdf",
    }  # fmt: skip


def test_refusing_needs_a_reason_and_gives_all_back(firm: Firm, order: UUID, owner: Client) -> None:
    assert owner.post(firm.url("refuse", order), {"reason": "other"}).status_code == 422
    assert seen(firm, order).state is State.PAID
    owner.post(firm.url("refuse", order), {"reason": "sold_out", "words": "The kiln broke."})
    view = seen(firm, order)
    assert view.state is State.REFUSED
    assert view.events[-1].note == "sold out: The kiln broke."
    assert view.payment is not None
    assert [r.amount for r in refunds_of(view.payment.id)] == [view.total]


def test_a_refund_of_lines_shows_the_amount_before_it_goes(firm: Firm, order: UUID, owner: Client) -> None:
    asked = owner.post(firm.url("refund", order), {"back_1": "1", "back_0": "1", "reason": "One was chipped."})
    assert seen(firm, order).refunded == Money(0, "GBP")
    assert 'value="24.00"' in text(asked)  # half of goods 36.00, duty 5.00 and tax 7.00; the shipping stays
    owner.post(firm.url("refund", order), {"amount": "24.00", "reason": "One was chipped."})
    view = seen(firm, order)
    assert view.refunded == Money(2_400, "GBP")
    assert view.state is State.PAID
    assert balance(AccountKey(firm.card.id, Purpose.ESCROW, "GBP")).net == view.left


def test_an_impossible_refund_is_told_at_the_field(firm: Firm, order: UUID, owner: Client) -> None:
    for amount, message in (
        ("0", "more than zero"),
        ("1000", "At most"),
        ("ten", "like 12.50"),
        ("", "Write an amount"),
    ):
        answer = owner.post(firm.url("refund", order), {"amount": amount, "reason": "Sorry"})
        assert answer.status_code == 422
        assert message in text(answer)
    assert owner.post(firm.url("refund", order), {"amount": "1"}).status_code == 422


def test_an_order_that_moved_on_meanwhile_is_an_expected_no(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", order))
    answer = owner.post(firm.url("accept", order), follow=True)
    assert "the order moved on" in text(answer)


def test_what_a_buyer_wrote_is_never_markup(firm: Firm, owner: Client) -> None:
    from karum.orders.models import Order

    key = buy(firm)
    row = Order.objects.get(seller_id=firm.card.id, key=key)
    facts = json.loads(row.facts)
    facts["buyer"]["name"] = "<script>alert(1)</script>"
    facts["ship_to"]["name"] = "<b>x</b>"
    Order.objects.filter(seller_id=firm.card.id, key=key).update(facts=json.dumps(facts))
    for url in (firm.url("orders"), firm.url("order", key), firm.url("money")):
        page = text(owner.get(url))
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
