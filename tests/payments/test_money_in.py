"""Money that the hub takes itself: bank transfers with a reference and a code to scan, cash, and settlements."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from stdnum import iso11649

from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance
from karum.money import Money
from karum.money.cash import cash_amount, cash_step
from karum.payments import hub_accounts, queries, services, tasks
from karum.payments.domain import Instrument, PaymentRecord, PaymentState
from karum.payments.domain import qr_codes as qr
from karum.payments.domain.receipts import sort_receipt
from karum.payments.models import MoneyReceipt, Refund
from karum.payments.providers import bank_transfer, cash
from karum.payments.services import SettlementDiffers
from karum.runtime.settings import Settings

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ACCOUNTS = """
[[account]]
currencies = ["EUR"]
holder = "Chamber of Commerce"
country = "DE"
iban = "DE89 3704 0044 0532 0130 00"
bank_code = "COBADEFFXXX"
bank = "Commerzbank"

[[account]]
currencies = ["RWF", "USD"]
holder = "Société d’Afrique"
country = "RW"
account_number = "0401234567"
bank_code = "BKIGRWRW"
[account.emv]
id = "rw.example.pay"
account = "25078"
city = "Kigali"
"""


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "accounts.toml"
    path.write_text(ACCOUNTS)
    monkeypatch.setattr(hub_accounts, "settings", lambda: Settings(hub_accounts=path))
    return path


def start(
    minor: int = 5_000, currency: str = "EUR", *, way: str = "bank_transfer", group: UUID | None = None
) -> PaymentRecord:
    return services.start(
        key=uuid4(),
        group_key=group or uuid4(),
        amount=Money(minor, currency),
        instrument=Instrument(way),
        now=NOW,
        provider_code=way,
    )


def bring(payment: PaymentRecord, minor: int, *, key: UUID | None = None, currency: str = "EUR") -> services.Received:
    reference = bank_transfer.spaced(payment.provider_reference).lower()
    return services.bank_receipt(
        reference, Money(minor, currency), NOW, key or uuid4(), payer="Ada Mwangi", account="NO9386011117947"
    )


def now_is(payment: PaymentRecord) -> PaymentState:
    return queries.payment(payment.id).state


def gone_back(payment: PaymentRecord) -> int:
    """All that is promised back, after the worker did its part."""
    for refund in Refund.objects.filter(payment_id=payment.id, state="requested"):
        services.send_refund(refund.id, now=NOW)
    return sum(r.amount.minor for r in queries.manual_refunds() if r.payment_id == payment.id)


@given(st.uuids())
def test_a_reference_is_a_creditor_reference_by_iso_11649(key: UUID) -> None:
    reference = bank_transfer.reference_of(key)
    assert iso11649.is_valid(reference)
    assert bank_transfer.tidy_reference(f"  {bank_transfer.spaced(reference).lower()} ") == reference
    assert len(reference) == 16


def test_one_wrong_letter_is_no_reference() -> None:
    assert bank_transfer.tidy_reference("RF18 5390 0754 7034") == "RF18539007547034"
    assert bank_transfer.tidy_reference("RF18 5390 0754 7035") == ""
    assert bank_transfer.tidy_reference("invoice 7") == ""


def test_a_transfer_is_offered_where_the_hub_has_an_account(accounts: Path, db: None) -> None:
    assert [m.code for m in queries.methods("DE", "EUR")] == ["card", "bank_transfer"]
    assert [m.code for m in queries.methods("DE", "GBP")] == ["card"]


def test_without_accounts_nobody_is_sent_to_a_bank(db: None) -> None:
    assert [m.code for m in queries.methods("DE", "EUR")] == ["card"]


def test_a_wrong_account_stops_with_its_name(accounts: Path) -> None:
    accounts.write_text(ACCOUNTS.replace("0130 00", "0130 01"))
    with pytest.raises(hub_accounts.BadAccounts, match="iban"):
        hub_accounts._accounts.__wrapped__(accounts)


@pytest.mark.django_db
def test_the_exact_amount_pays(accounts: Path) -> None:
    payment = start()
    assert (payment.state, payment.pay_by) == (PaymentState.PENDING, NOW + timedelta(days=7))
    assert bring(payment, 5_000) == services.Received("paid", payment.id, Money(0, "EUR"), Money(0, "EUR"))
    assert now_is(payment) is PaymentState.SUCCEEDED
    assert gone_back(payment) == 0


@pytest.mark.django_db
def test_parts_add_up_and_the_page_says_what_is_missing(accounts: Path) -> None:
    payment = start()
    first = bring(payment, 2_000)
    assert (first.result, first.missing) == ("part", Money(3_000, "EUR"))
    told = queries.instructions(queries.payment(payment.id))
    assert told is not None
    assert (told.missing, told.received) == (Money(3_000, "EUR"), Money(2_000, "EUR"))
    assert "EUR30.00" in told.qr_text
    assert bring(payment, 3_000).result == "paid"
    assert queries.instructions(queries.payment(payment.id)) is None


@pytest.mark.django_db
def test_what_is_too_much_goes_back_to_where_it_came_from(accounts: Path) -> None:
    payment = start()
    assert bring(payment, 5_700).extra == Money(700, "EUR")
    assert now_is(payment) is PaymentState.SUCCEEDED
    assert gone_back(payment) == 700
    (refund,) = queries.manual_refunds()
    assert (refund.extra, refund.to_holder, refund.to_account) == (True, "Ada Mwangi", "NO9386011117947")
    assert queries.refunds_of(payment.id) == [], "it is no part of what the buyer paid for"
    assert services.refund_transferred(refund.key, "statement 7/3", now=NOW)
    assert not services.refund_transferred(refund.key, "statement 7/3", now=NOW)
    assert queries.manual_refunds() == []


@pytest.mark.django_db
def test_the_same_line_of_a_statement_counts_once(accounts: Path) -> None:
    payment, key = start(), uuid4()
    assert [bring(payment, 2_000, key=key).result for _ in range(3)] == ["part", "repeated", "repeated"]
    assert queries.received_for(payment) == Money(2_000, "EUR")


@pytest.mark.django_db
def test_late_money_becomes_a_surplus_and_goes_back(accounts: Path) -> None:
    payment = start()
    services.expire(payment.group_key, now=NOW)
    assert bring(payment, 5_000).result == "surplus"
    assert now_is(payment) is PaymentState.SURPLUS
    assert gone_back(payment) == 5_000
    assert services.refund_transferred(queries.manual_refunds()[0].key, "x", now=NOW)
    assert now_is(payment) is PaymentState.RETURNED


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [[2_000], [1, 4_999, 5_000], [6_000, 1]])
def test_every_cent_that_came_for_expired_orders_goes_back(accounts: Path, parts: list[int]) -> None:
    payment = start()
    if sum(parts[:1]) < 5_000:
        bring(payment, parts[0])
        services.expire(payment.group_key, now=NOW)
        parts_late = parts[1:]
    else:
        services.expire(payment.group_key, now=NOW)
        parts_late = parts
    for part in parts_late:
        bring(payment, part)
    assert gone_back(payment) == sum(parts)


@pytest.mark.django_db
def test_a_begun_transfer_ends_and_its_money_goes_back_when_another_way_paid(accounts: Path) -> None:
    group = uuid4()
    payment = start(group=group)
    bring(payment, 2_000)
    other = start(group=group)
    assert bring(other, 5_000).result == "paid"
    assert services.give_up_transfers(now=NOW + timedelta(days=9)) == 0
    assert services.give_up_transfers(now=NOW + timedelta(days=9, hours=1)) == 1
    assert now_is(payment) is PaymentState.EXPIRED
    assert (gone_back(payment), gone_back(other)) == (2_000, 0)
    tasks.janitor(0)
    assert gone_back(payment) == 2_000


@pytest.mark.django_db
def test_the_second_of_two_transfers_goes_back_whole(accounts: Path) -> None:
    group = uuid4()
    one, two = start(group=group), start(group=group)
    assert (bring(one, 5_000).result, bring(two, 5_100).result) == ("paid", "surplus")
    assert (gone_back(one), gone_back(two)) == (0, 5_100)


@pytest.mark.django_db
def test_money_that_fits_nothing_is_not_taken(accounts: Path) -> None:
    payment = start()
    assert bring(payment, 5_000, currency="USD").result == "wrong_currency"
    assert services.bank_receipt("RF18539007547034", Money(1, "EUR"), NOW, uuid4()).result == "unknown"
    assert services.bank_receipt("thanks!", Money(1, "EUR"), NOW, uuid4()).result == "unknown"
    assert not MoneyReceipt.objects.exists()


@given(st.sampled_from(PaymentState), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 2 * 10**6))
def test_every_cent_pays_waits_or_goes_back(state: PaymentState, asked: int, before: int, amount: int) -> None:
    before = before % asked  # an open payment that has all its money is none
    found = sort_receipt(state, asked, before, amount)
    if found.pays and state is not PaymentState.EXPIRED:
        assert before + amount == asked + found.extra_minor
    elif found.pays:
        assert amount == asked
    elif found.missing_minor:
        assert before + amount + found.missing_minor == asked
        assert not found.extra_minor
    else:
        assert found.extra_minor == amount


@pytest.mark.django_db
def test_the_sepa_code_reads_as_the_guidelines_say(accounts: Path) -> None:
    payment = start(123_456)
    told = queries.instructions(payment)
    assert told is not None
    assert told.qr_image.startswith("data:image/svg+xml")
    assert told.qr_text.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "COBADEFFXXX",
        "Chamber of Commerce",
        "DE89370400440532013000",
        "EUR1234.56",
        "",
        payment.provider_reference,
    ]
    picture = io.BytesIO()
    segno.make(told.qr_text, error="m", micro=False).save(picture, kind="png", scale=4, border=4)
    assert zxingcpp.read_barcodes(Image.open(picture).convert("L"))[0].text == told.qr_text


@pytest.mark.django_db
def test_other_currencies_get_the_banks_own_code_where_there_is_one(accounts: Path) -> None:
    payment = start(1_500, "RWF")
    told = queries.instructions(payment)
    assert told is not None
    text = told.qr_text
    assert text.startswith("000201010212")
    assert "2627" + "0014rw.example.pay" + "010525078" in text
    assert "5303646" + "54041500" + "5802RW" + "5916Societe dAfrique" in text
    assert f"0516{payment.provider_reference}" in text
    assert text[-4:] == f"{qr.crc16(text[:-4].encode()):04X}"


def test_the_checksum_of_merchant_codes_is_ccitt() -> None:
    assert qr.crc16(b"123456789") == 0x29B1  # the check value of CRC-16/CCITT-FALSE


def test_sepa_carries_euros_only() -> None:
    facts = {"holder": "A", "iban": "DE89370400440532013000", "bic": "", "reference": "RF18539007547034"}
    assert qr.epc(amount=Money(1, "USD"), **facts) is None
    assert qr.epc(amount=Money(99_999_999_999 + 1, "EUR"), **facts) is None
    assert qr.epc(amount=Money(99_999_999_999, "EUR"), **facts) is not None


# Cash


@pytest.mark.parametrize(
    ("asked", "country", "paid"),
    [
        (Money(1_002, "CHF"), "", 1_000),
        (Money(1_003, "CHF"), "", 1_005),
        (Money(1, "CHF"), "", 5),
        (Money(1_002, "EUR"), "DE", 1_002),
        (Money(1_002, "EUR"), "FI", 1_000),
        (Money(250, "HUF"), "", 500),
        (Money(149, "SEK"), "", 100),
        (Money(500, "JPY"), "", 500),
    ],
)
def test_cash_is_what_coins_can_pay(asked: Money, country: str, paid: int) -> None:
    assert cash_amount(asked, country).minor == paid


@given(st.integers(0, 10**9), st.sampled_from(["CHF", "DKK", "HUF", "EUR", "NZD"]))
def test_cash_differs_by_less_than_a_step_and_can_be_paid(minor: int, currency: str) -> None:
    step, found = cash_step(currency), cash_amount(Money(minor, currency)).minor
    assert found % step == 0
    assert abs(found - minor) * 2 <= step or (minor < step and found == step)


def test_cash_is_taken_in_some_countries_up_to_some_amount(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(cash, "settings", lambda: Settings(cash_countries=("CH",)))
    assert [m.code for m in queries.methods("CH", "CHF", Money(45_000, "CHF"))] == ["card", "cash"]
    assert [m.code for m in queries.methods("CH", "CHF", Money(45_001, "CHF"))] == ["card"]
    assert [m.code for m in queries.methods("CH", "JPY", Money(1, "JPY"))] == ["card"], "no limit is written for it"
    assert [m.code for m in queries.methods("DE", "EUR", Money(1, "EUR"))] == ["card"]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "coins", "rounding"), [(1_002, 1_000, -2), (1_003, 1_005, 2), (1_000, 1_000, 0)])
def test_cash_pays_the_whole_and_the_rounding_is_booked_once(asked: int, coins: int, rounding: int) -> None:
    payment = start(asked, "CHF", way="cash")
    told = queries.instructions(payment)
    assert told is not None
    assert (told.missing, told.account) == (Money(coins, "CHF"), None)
    key = uuid4()
    for result in ("paid", "repeated"):
        taken = services.cash_collected(payment.key, Money(coins, "CHF"), "desk Kigali", key=key, at=NOW)
        assert taken.result == result
    assert now_is(payment) is PaymentState.SUCCEEDED
    assert balance(AccountKey(0, Purpose.ROUNDING, "CHF")).net.minor == rounding
    assert balance(AccountKey(0, Purpose.CLEARING, "CHF")).net.minor == rounding
    assert gone_back(payment) == 0


@pytest.mark.django_db
def test_cash_for_orders_that_are_gone_goes_back_as_it_was_taken() -> None:
    payment = start(1_002, "CHF", way="cash")
    services.expire(payment.group_key, now=NOW)
    taken = services.cash_collected(payment.key, Money(1_000, "CHF"), "driver 7", key=uuid4(), at=NOW)
    assert (taken.result, taken.extra) == ("surplus", Money(1_000, "CHF"))
    assert gone_back(payment) == 1_000
    assert services.cash_collected(uuid4(), Money(1, "CHF"), "driver 7", key=uuid4(), at=NOW).result == "unknown"


# What providers pay out to the hub, and what they keep


def clearing() -> tuple[int, int, int]:
    purposes = (Purpose.CLEARING, Purpose.BANK, Purpose.CHARGES)
    found = [balance(AccountKey(0, purpose, "EUR")).net.minor for purpose in purposes]
    return found[0], found[1], found[2]


@pytest.mark.django_db
def test_a_settlement_moves_the_net_to_the_bank_and_the_rest_to_charges_once() -> None:
    told = ("stripe", Money(10_000, "EUR"), Money(290, "EUR"), Money(9_710, "EUR"), "po_1", NOW)
    assert [services.settled(*told) for _ in range(3)] == [True, False, False]
    assert clearing() == (-10_000, 9_710, 290)


@pytest.mark.django_db
def test_more_refunds_than_payments_cost_the_hub_money() -> None:
    services.settled("stripe", Money(-500, "EUR"), Money(30, "EUR"), Money(-530, "EUR"), "po_2", NOW)
    assert clearing() == (500, -530, 30)


@pytest.mark.django_db
def test_a_settlement_that_does_not_add_up_or_differs_is_refused() -> None:
    with pytest.raises(ValueError, match="is not"):
        services.settled("stripe", Money(100, "EUR"), Money(3, "EUR"), Money(98, "EUR"), "po_3", NOW)
    services.settled("stripe", Money(100, "EUR"), Money(3, "EUR"), Money(97, "EUR"), "po_3", NOW)
    with pytest.raises(SettlementDiffers):
        services.settled("stripe", Money(100, "EUR"), Money(4, "EUR"), Money(96, "EUR"), "po_3", NOW)
    assert clearing() == (-100, 97, 3)


def test_a_receipt_books_itself_once_and_one_in_another_currency_books_nothing(db: None) -> None:
    from karum.ledger import queries as ledger
    from karum.ledger.domain import AccountKey, Purpose

    payment, line = start(), uuid4()
    for _ in range(2):
        services.bank_receipt(payment.provider_reference, Money(1_000, "EUR"), NOW, line, booked_at=NOW)
    other = services.bank_receipt(payment.provider_reference, Money(1_000, "USD"), NOW, uuid4())
    assert other.result == "wrong_currency"
    nets = {b.key: b.net.minor for b in ledger.balances(0)}
    assert nets == {AccountKey(0, Purpose.BANK, "EUR"): 1_000, AccountKey(0, Purpose.CLEARING, "EUR"): -1_000}
