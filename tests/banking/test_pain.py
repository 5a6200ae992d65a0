"""pain.001: what a bank takes, the same bytes each time, and nothing that a bank would send back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from karum.banking.pain import NotAnOrder, Order, Party, is_bic, pain001, plain, sepa_countries, sepa_list
from karum.money import Money

DAY, AT = date(2026, 11, 21), datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HUB = Party("Karum Höfe & Söhne", "DE", iban="DE89370400440532013000", bank_code="COBADEFFXXX")
GERMAN = Party("Töpferei Blau", "DE", iban="DE02120300000000202051")
RWANDAN = Party("Inzozi Coffee", "RW", account_number="1000123456", bank_code="BKIGRWRW")
INDIAN = Party("कपड़ा", "IN", account_number="000123456789", bank_code="SBIN0001234")


def file(*orders: Order) -> etree._Element:
    return etree.fromstring(pain001("KP-20261121-1-S", HUB, orders, day=DAY, made_at=AT))


def order(to: Party, minor: int, currency: str, reference: str = "KP-20261121-1-7") -> Order:
    return Order(reference, to, Money(minor, currency), "Karum payout KP-20261121-1")


def said(root: etree._Element, name: str) -> list[str | None]:
    return [found.text for found in root.iter(f"{{*}}{name}")]


def test_a_sepa_file_has_every_order_with_its_reference_and_the_control_sum() -> None:
    root = file(order(GERMAN, 12_345, "EUR", "A"), order(GERMAN, 5, "EUR", "B"))
    assert etree.QName(root).namespace == "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
    assert said(root, "EndToEndId") == ["A", "B"]
    assert said(root, "InstdAmt") == ["123.45", "0.05"]
    assert said(root, "CtrlSum") == ["123.50", "123.50"]
    assert said(root, "NbOfTxs") == ["2", "2"]
    assert said(root, "Nm")[-1] == "Topferei Blau"


def test_the_same_orders_make_the_same_bytes() -> None:
    for one in (order(GERMAN, 12_345, "EUR"), order(RWANDAN, 500, "RWF")):
        files = {pain001("KP-1", HUB, [one], day=DAY, made_at=AT) for _ in range(2)}
        assert len(files) == 1


def test_payments_to_other_countries_keep_the_decimals_of_their_currency() -> None:
    root = file(
        order(RWANDAN, 48_000, "RWF", "A"),
        order(INDIAN, 100_050, "INR", "B"),
        order(Party("Q", "KW", iban="KW81CBKU0000000000001234560101"), 12_345, "KWD", "C"),
    )
    assert etree.QName(root).namespace == "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
    assert sorted(filter(None, said(root, "InstdAmt"))) == ["1000.50", "12.345", "48000"]
    assert said(root, "CtrlSum")[0] == "49012.845"
    assert len(said(root, "PmtInfId")) == 3
    assert "BKIGRWRW" in said(root, "BICFI")
    assert "SBIN0001234" in said(root, "MmbId") + said(root, "BICFI")


@pytest.mark.parametrize(
    ("orders", "why"),
    [
        ([], "without orders"),
        ([order(GERMAN, 0, "EUR")], "not more than zero"),
        ([order(Party("A", "RW", account_number="1"), 5, "RWF")], "no account"),
        ([order(GERMAN, 5, "EUR"), order(RWANDAN, 5, "RWF")], "files of their own"),
        ([order(GERMAN, 5, "EUR", reference="x" * 36)], "does not fit"),
        ([order(Party("A", "DE", iban="DE!"), 5, "USD")], "does not fit"),
    ],
)
def test_what_no_bank_would_take_is_no_file(orders: list[Order], why: str) -> None:
    with pytest.raises(NotAnOrder, match=why):
        pain001("KP-1", HUB, orders, day=DAY, made_at=AT)


CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD"])


@given(name=st.text(min_size=1, max_size=200), minor=st.integers(1, 10**11), currency=CURRENCIES)
def test_any_name_and_amount_fit_the_schema(name: str, minor: int, currency: str) -> None:
    to = Party(name, "DE", iban=GERMAN.iban)
    root = file(order(to, minor, currency))
    (amount,) = filter(None, said(root, "InstdAmt"))
    assert Decimal(amount) == Money(minor, currency).decimal


@given(st.text(max_size=300))
def test_plain_text_is_what_sepa_allows(text: str) -> None:
    found = plain(text, 70)
    assert 1 <= len(found) <= 70
    assert found.isascii()
    assert not set(found) & set("<>&\"'\n;") - {"'"}


def test_a_bic_has_a_country_inside() -> None:
    assert [is_bic(code) for code in ("BKIGRWRW", "COBADEFFXXX", "SBIN0001", "bkigrwrw", "BKIG")] == [
        True, True, False, False, False
    ]  # fmt: skip


def test_a_countrys_day_in_sepa_is_data_with_its_source() -> None:
    found = sepa_list()
    assert len(found.since) == 42, "41 countries, and Gibraltar with letters of its own"
    assert "EPC409-09" in found.source
    assert "not opened" in found.confidence, "until somebody has read it"
    assert all(day is None or day >= date(2024, 1, 1) for day in found.since.values())
    assert {"DE", "RS", "AL"} <= sepa_countries()
    assert not {"UA", "TR", "RW", "US"} & sepa_countries()
