"""Statements of banks: what they say is read to the cent, what cannot be read is named, nothing is fetched."""

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.banking import BadStatement, read
from karum.banking.statements import BYTES_MAX
from karum.money import Money
from tests.banking.files import BATCH, CAMT054, CSV, MT940, OWN, camt053, entry


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10"])
def test_a_camt053_of_each_version_is_read_alike(version: str) -> None:
    data = camt053(
        entry("123.45", "DBIT", "E1", end_to_end="KP-1-7-EUR", words="Karum payout", version=version)
        + entry("500.00", "CRDT", "E2", words="RF18 5390 0754 7034", name="Müller GmbH", version=version),
        version=version,
        closing="1376.55",
    )
    found = read(data)
    assert (found.kind, found.broken) == ("camt.053", [])
    out, in_ = found.entries
    assert (out.amount, out.end_to_end, out.entry_id) == (Money(-12_345, "EUR"), "KP-1-7-EUR", "E1")
    assert (out.account, out.booked, out.valued) == (OWN, date(2026, 11, 20), date(2026, 11, 21))
    assert (in_.amount, in_.name, in_.end_to_end) == (Money(50_000, "EUR"), "Müller GmbH", "")
    assert in_.counterparty == "DE02120300000000202051"
    assert [(b.amount.minor, b.closing) for b in found.balances] == [(100_000, False), (137_655, True)]


def test_a_batch_that_adds_up_is_taken_apart() -> None:
    found = read(camt053(BATCH, closing="970.00"))
    assert [(e.entry_id, e.amount.minor, e.end_to_end) for e in found.entries] == [
        ("B77/1", -1000, "KP-20261118-1-7-EUR"),
        ("B77/2", -2000, "KP-20261118-1-8-EUR"),
    ]
    assert found.entries[0].booked == date(2026, 11, 20)


def test_a_batch_that_does_not_add_up_stays_whole() -> None:
    (one,) = read(camt053(BATCH.replace(">20.00<", ">19.00<"), closing="970.00")).entries
    assert (one.entry_id, one.amount.minor, one.end_to_end) == ("B77", -3000, "")


def test_entries_that_do_not_lead_to_the_closing_balance_are_reported() -> None:
    found = read(camt053(entry("500.00", "CRDT", "E2"), closing="1400.00"))
    (broken,) = found.broken
    assert "EUR -100.00 is not explained" in broken.reason
    assert "2026-224" in broken.place


def test_a_return_names_its_reason_and_the_one_who_was_to_be_paid() -> None:
    (one,) = read(camt053(entry("10.00", "CRDT", "E3", end_to_end="KP-1", returned="AC04"), closing="1010.00")).entries
    assert (one.return_reason, one.name, one.amount.minor) == ("AC04", "Amina GmbH", 1000)


def test_what_is_only_pending_is_left_for_the_day_it_is_booked() -> None:
    assert read(camt053(entry("10.00", "CRDT", "E3").replace("BOOK", "PDNG"))).entries == []


def test_a_broken_entry_is_named_and_the_others_are_read() -> None:
    found = read(camt053(entry("10.00", "CRDT", "E1") + entry("1O.00", "CRDT", "E2") + entry("1.001", "CRDT", "E3")))
    assert [e.entry_id for e in found.entries] == ["E1"]
    assert [b.place for b in found.broken] == ["statement 2026-224, entry 2", "statement 2026-224, entry 3"]
    assert "EUR has 2 decimals" in found.broken[1].reason


def test_a_camt054_in_a_currency_without_decimals() -> None:
    (one,) = read(CAMT054).entries
    assert (one.amount, one.account, one.made_up) == (Money(48_000, "RWF"), "1000123456", True)
    assert one.remittance == "RF18539007547034"


def test_an_mt940() -> None:
    found = read(MT940)
    assert (found.kind, found.broken) == ("mt940", [])
    out, in_ = found.entries
    assert (out.account, out.amount, out.end_to_end) == ("0532013000", Money(-12_345, "EUR"), "KP-20261118-1-7-EUR")
    assert (out.name, out.counterparty) == ("Toepferei Blau", "DE02120300000000202051")
    assert (in_.entry_id, in_.remittance, in_.amount) == ("BANKREF002", "RF18 5390 0754 7034", Money(50_000, "EUR"))
    assert found.balances[1].amount == Money(1_272_222, "EUR")


def test_an_mt940_with_a_movement_that_cannot_be_read_says_so() -> None:
    found = read(MT940.replace(b":61:2611201120C500,00", b":61:26XX201120C500,00"))
    assert found.broken
    assert found.broken[0].place.startswith("statement 1")


def test_an_mt940_whose_sum_is_off_says_by_how_much() -> None:
    (broken,) = read(MT940.replace(b"C500,00", b"C501,00")).broken
    assert "EUR -1.00 is not explained" in broken.reason


def test_a_csv_with_headed_columns() -> None:
    found = read(CSV)
    assert found.kind == "csv"
    assert {e.account for e in found.entries} == {OWN}
    assert [(e.amount.minor, e.entry_id) for e in found.entries] == [(-12_345, "A1"), (50_000, "A2")]
    assert found.entries[1].remittance == "RF18 5390 0754 7034"


def test_a_csv_without_ids_counts_equal_rows_and_reads_the_same_twice() -> None:
    data = b"date,amount,currency\n2026-11-20,5,EUR\n2026-11-20,5,EUR\n"
    one, other = read(data, own_account="X1"), read(data, own_account="X1")
    assert len({e.entry_id for e in one.entries}) == 2
    assert [e.entry_id for e in one.entries] == [e.entry_id for e in other.entries]
    assert all(e.made_up for e in one.entries)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-13-40,5,EUR", "no day"),
        ("2026-11-20,five,EUR", "not an amount"),
        ("2026-11-20,٥,EUR", "no amount"),
        ("2026-11-20,5,XXQ", "XXQ"),
        ("2026-11-20,0,EUR", "zero"),
        ("2026-11-20,1e999999,EUR", "not an amount"),
        ("2026-11-20,5", "currency"),
    ],
)
def test_a_broken_row_of_a_csv_has_its_line_and_reason(row: str, why: str) -> None:
    found = read(f"date,amount,currency\n2026-11-20,1,EUR\n{row}\n".encode(), own_account="X1")
    assert len(found.entries) == 1
    (broken,) = found.broken
    assert broken.place == "line 3"
    assert why in broken.reason


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"Dear bank, here is my statement", "no camt.053"),
        (b"<html><body>Log in</body></html>", "neither"),
        (camt053("")[:-30], "no whole XML"),
        ((BOMB + "<Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>").encode(), "DOCTYPE"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Document/>', "DOCTYPE"),
        (b"x" * (BYTES_MAX + 1), "more than 20 MB"),
        (b"when,what\n1,2\n", "no camt.053"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(BadStatement, match=why):
        read(data)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    for head in (b"", b"<Document>", b"date,amount,currency\n", b":20:A\n:25:B\n"):
        with suppress(BadStatement):
            read(head + data, own_account="X")


@given(st.text(alphabet=":6012FDC,/?5\nAEUR+N2611", max_size=200))
def test_no_mt940_makes_the_reader_fail(words: str) -> None:
    with suppress(BadStatement):
        read(b":20:A\n:25:B\n:60F:C261119EUR1,00\n" + words.encode())


def overlapping(*movements: str) -> bytes:
    """A page of an MT940 whose bank gives no references."""
    return (
        ":20:STARTUMS\n:25:37040044/0532013000\n:28C:49/1\n:60F:C261119EUR100,00\n"
        + "".join(f":61:2611201120{one}NTRFNONREF//NONREF\n:86:166?00GUTSCHRIFT?20SVWZ+{one}\n" for one in movements)
        + ":62F:C261120EUR100,00\n-"
    ).encode()


def test_movements_without_ids_have_the_same_name_in_files_that_overlap() -> None:
    early, late = read(overlapping("C5,00", "C7,00")), read(overlapping("C1,00", "C5,00", "C7,00", "C7,00"))
    names = [one.entry_id for one in late.entries]
    assert [one.entry_id for one in early.entries] == names[1:3]
    assert len(set(names)) == 4, "of two equal ones the second is another"
    assert all(one.made_up for one in late.entries)


def test_an_id_that_a_bank_gives_to_several_movements_names_none() -> None:
    body = "".join(entry(amount, "CRDT", "QR-IBAN") for amount in ("1.00", "2.00")) + entry("3.00", "CRDT", "E3")
    found = read(camt053(body)).entries
    assert [(one.made_up, one.amount.minor) for one in found] == [(True, 100), (True, 200), (False, 300)]
    assert len({one.entry_id for one in found}) == 3


@pytest.mark.parametrize("word", ["NOTPROVIDED", "NONREF", ""])
def test_a_number_within_the_page_is_no_id(word: str) -> None:
    """Some banks count NtryRef from 1 on every page."""
    body = entry("1.00", "CRDT", word).replace("<AcctSvcrRef>", "<NtryRef>1</NtryRef><AcctSvcrRef>")
    (one,) = read(camt053(body)).entries
    (other,) = read(camt053(body.replace("1.00", "2.00"))).entries
    assert one.made_up
    assert one.entry_id != other.entry_id


@pytest.mark.parametrize(("amount", "why"), [("0.00", "zero"), ("-5.00", "sign of its own")])
def test_nothing_and_less_than_nothing_is_reported(amount: str, why: str) -> None:
    found = read(camt053(entry(amount, "CRDT", "E1") + entry("1.00", "CRDT", "E2")))
    assert [one.entry_id for one in found.entries] == ["E2"]
    assert why in found.broken[0].reason
    zero = read(overlapping("C0,00", "C1,00"))
    assert (len(zero.entries), "zero" in zero.broken[0].reason) == (1, True)


def test_bytes_that_no_text_has_are_refused() -> None:
    for data in (CSV.replace(b"Mueller", b"Muel\0ler"), MT940.replace(b"Mueller", b"Muel\0ler")):
        with pytest.raises(BadStatement, match="no text"):
            read(data)


BOMBS = {
    "entities": '<!DOCTYPE a [<!ENTITY b "{0}"><!ENTITY c "{1}"><!ENTITY d "{2}">]><Document>&d;</Document>',
    "attribute": '<!DOCTYPE a [<!ENTITY b "{0}"><!ENTITY c "{1}"><!ENTITY d "{2}">]><Document a="&d;"/>',
    "file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Document>&b;</Document>',
    "net": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd"><Document/>',
    "deep": "<Document>" + "<a>" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_xml_that_grows_or_fetches_is_refused_at_once(name: str) -> None:
    words = BOMBS[name].format("x" * 1_000, "&b;" * 1_000, "&c;" * 1_000)
    begun = time.monotonic()
    with pytest.raises(BadStatement):
        read(words.encode())
    assert time.monotonic() - begun < 2
