"""Statements: every movement once, matched where it says what it is, never silently off."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from karum.banking import BadStatement
from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.parties import services as parties
from karum.payments import checks, queries, services
from karum.payments.domain.matching import EntryKind, EntryState, Why
from karum.payments.domain.payouts import RunState
from karum.payments.models import BankEntry, Payout
from karum.payments.queries.reconcile import Reconciliation, reconciliation
from karum.payments.queries.statements import bank_entry, entries_to_decide
from karum.payments.services import BankDetails
from karum.payments.services.bank_queue import Decision, NotDecided, decide_entry
from karum.payments.services.statements import Loaded, load_statement
from tests.banking.files import MT940, OWN, camt053, entry

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hub_account() -> None:
    details = BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert services.save_bank_account(0, details, now=NOW) == {}


def person(name: str = "first") -> int:
    return parties.create_person(f"{name}@hub.example", name, is_operator=True).pk


def payout(minor: int = 12_345, state: RunState = RunState.SENT) -> Payout:
    """One payout at the bank."""
    from tests.payments.test_payouts import banked, earn, seller

    one = seller()
    banked(one)
    earn(one, Money(minor, "EUR"))
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=person())
    if state is not RunState.PREPARED:
        assert services.approve_run(run.id, person("second"), now=NOW) is None
    if state is RunState.SENT:
        assert services.move_on(run.id, RunState.SENT, now=NOW)
    return Payout.objects.get(run_id=run.id)


def load(*entries: str, closing: str = "") -> Loaded:
    return load_statement(camt053("".join(entries), closing=closing), "s.xml", now=NOW, actor_id=None)


def total(purpose: Purpose) -> int:
    return sum(b.net.minor for b in ledger.balances() if b.key.purpose is purpose and b.key.currency == "EUR")


def euro() -> Reconciliation:
    assert ledger.wrong_balances() == []
    (one,) = [r for r in reconciliation() if r.currency == "EUR"]
    return one


def test_a_payout_on_the_statement_is_confirmed_and_the_two_sides_agree() -> None:
    one = payout()
    assert load(entry("123.45", "DBIT", "E1", end_to_end=one.reference), closing="876.55").matched == 1
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert queries.payout_file(one.run_id).state is RunState.CONFIRMED
    assert (total(Purpose.TRANSIT), total(Purpose.BANK)) == (0, -12_345)
    found = euro()
    assert (found.items, found.unexplained.minor, found.before) == ([], 0, Money(100_000, "EUR"))
    assert found.is_explained
    assert checks.payouts().ok


def test_the_same_file_and_the_same_movement_in_another_file_do_nothing() -> None:
    one = payout()
    first = load(entry("123.45", "DBIT", "E1", end_to_end=one.reference))
    assert load(entry("123.45", "DBIT", "E1", end_to_end=one.reference)).known
    again = load(entry("123.45", "DBIT", "E1", end_to_end=one.reference), entry("1.00", "CRDT", "E2"))
    assert (first.fresh, again.fresh, again.repeated) == (1, 1, 1)
    assert total(Purpose.BANK) == -12_345 + 100


def test_the_same_movement_with_another_amount_is_reported_and_not_booked() -> None:
    load(entry("1.00", "CRDT", "E1"))
    again = load(entry("2.00", "CRDT", "E1"))
    assert (again.fresh, again.broken) == (0, 1)
    assert total(Purpose.BANK) == 100


@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_a_payout_that_comes_back_is_payable_again(files: int, turned: bool) -> None:
    one = payout()
    rows = [
        entry("123.45", "DBIT", "E1", end_to_end=one.reference),
        entry("123.45", "CRDT", "E2", end_to_end=one.reference, returned="AC04"),
    ]
    rows = rows[::-1] if turned else rows
    for part in [rows] if files == 1 else [[row] for row in rows]:
        load(*part)
    one.refresh_from_db()
    assert (one.state, one.reason) == ("returned", "AC04")
    assert (total(Purpose.PAYABLE), total(Purpose.TRANSIT), total(Purpose.BANK)) == (12_345, 0, 0)
    assert euro().is_explained
    assert checks.payouts().ok


@pytest.mark.parametrize(
    ("amount", "state", "why"),
    [
        ("123.44", RunState.SENT, Why.OTHER_AMOUNT),
        ("123.45", RunState.PREPARED, Why.NOT_SENT),
    ],
)
def test_a_payout_that_does_not_fit_waits_for_a_person(amount: str, state: RunState, why: Why) -> None:
    one = payout(state=state)
    load(entry(amount, "DBIT", "E1", end_to_end=one.reference))
    (waiting,) = entries_to_decide()
    assert (waiting.why, waiting.in_ledger) == (why, False)
    assert total(Purpose.BANK) == 0
    (item,) = euro().items
    assert (item.kind, item.amount.minor) == ("not_booked", -int(amount.replace(".", "")))


def test_a_payout_that_the_bank_paid_twice_waits_for_a_person() -> None:
    one = payout()
    load(entry("123.45", "DBIT", "E1", end_to_end=one.reference))
    load(entry("123.45", "DBIT", "E2", end_to_end=one.reference))
    (waiting,) = entries_to_decide()
    assert waiting.why == Why.SETTLED_BEFORE
    assert total(Purpose.BANK) == -12_345


def test_a_run_that_the_bank_books_as_one_sum_is_confirmed() -> None:
    one = payout()
    load(entry("123.45", "DBIT", "E1", words=f"Sammler {one.run.number}"))
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert euro().is_explained


def test_money_from_nobody_stands_in_suspense_until_it_is_sent_back() -> None:
    load(entry("50.00", "CRDT", "E1", words="thank you"))
    assert (total(Purpose.SUSPENSE), total(Purpose.BANK)) == (5000, 5000)
    (waiting,) = entries_to_decide()
    who = person()
    assert decide_entry(waiting.id, Decision.SEND_BACK, note=" ", person_id=who, now=NOW) is NotDecided.NO_NOTE
    charge = decide_entry(waiting.id, Decision.CHARGE, note="?", person_id=who, now=NOW)
    assert charge is NotDecided.DOES_NOT_FIT
    assert decide_entry(waiting.id, Decision.SEND_BACK, note="unknown payer", person_id=who, now=NOW) is None
    load(entry("50.00", "DBIT", "E2", words="return"))
    (out,) = entries_to_decide()
    card = bank_entry(out.id)
    assert card is not None
    (candidate,) = [c for c in card.candidates if c.kind is EntryKind.SENT_BACK]
    target = f"{candidate.kind}:{candidate.key}"
    assert decide_entry(out.id, Decision.MATCH, target=target, note="back", person_id=who, now=NOW) is None
    assert (total(Purpose.SUSPENSE), total(Purpose.BANK)) == (0, 0)
    assert euro().is_explained
    assert decide_entry(out.id, Decision.KEEP, note="again", person_id=who, now=NOW) is NotDecided.CLOSED


def test_a_charge_of_the_bank_is_booked_by_a_person() -> None:
    load(entry("4.90", "DBIT", "E1", words="account fee"))
    assert not [item for item in euro().items if item.kind == "other"]
    (waiting,) = entries_to_decide()
    assert decide_entry(waiting.id, Decision.CHARGE, note="monthly fee", person_id=person(), now=NOW) is None
    assert (total(Purpose.CHARGES), total(Purpose.BANK)) == (490, -490)
    assert euro().is_explained


def test_a_person_matches_only_what_fits_to_the_cent() -> None:
    one = payout()
    load(entry("123.45", "DBIT", "E1", words="Toepferei", name="Töpferei Blau"), entry("123.40", "DBIT", "E2"))
    first, second = entries_to_decide()
    card = bank_entry(first.id)
    assert card is not None
    assert [(c.key, c.score) for c in card.candidates] == [(one.reference, 100)]
    target, who = f"payout:{one.reference}", person()
    wrong = decide_entry(second.id, Decision.MATCH, target=target, note="x", person_id=who, now=NOW)
    assert wrong is NotDecided.DOES_NOT_FIT
    assert decide_entry(first.id, Decision.MATCH, target=target, note="by name", person_id=who, now=NOW) is None
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert decide_entry(second.id, Decision.MATCH, target="payout:x", note="x", person_id=who, now=NOW) is not None


def test_a_settlement_that_was_announced_is_seen_and_not_booked_twice() -> None:
    services.settled("stripe", Money(10_300, "EUR"), Money(300, "EUR"), Money(10_000, "EUR"), "po_1ABCDEF", NOW)
    assert [item.kind for item in euro().items] == ["settlement"]
    load(entry("100.00", "CRDT", "E1", words="STRIPE po_1ABCDEF", name="Stripe"))
    assert total(Purpose.BANK) == 10_000
    assert BankEntry.objects.get().kind == EntryKind.SETTLEMENT
    assert euro().is_explained


def test_a_payout_that_only_an_operator_confirmed_is_an_open_item() -> None:
    one = payout()
    assert services.move_on(one.run_id, RunState.CONFIRMED, now=NOW)
    found = euro()
    assert [(item.kind, item.name, item.amount.minor) for item in found.items] == [("payout", one.reference, 12_345)]
    load(entry("123.45", "DBIT", "E1", end_to_end=one.reference))
    assert euro().items == []
    assert total(Purpose.BANK) == -12_345


def test_a_missing_day_is_shown_as_unexplained() -> None:
    load(entry("1.00", "CRDT", "E1"), closing="1001.00")
    data = camt053(entry("1.00", "CRDT", "E2"), opening="1005.00", closing="1006.00").replace(b"11-20", b"11-22")
    load_statement(data, "later.xml", now=NOW, actor_id=None)
    found = euro()
    assert found.unexplained == Money(400, "EUR")
    assert not found.is_explained
    assert [(day.gap.minor, day.off.minor) for day in found.days] == [(400, 0), (0, 0)]


def test_ledger_money_at_the_bank_that_no_statement_and_no_payout_explains_is_shown() -> None:
    from karum.ledger import services as ledger_services
    from karum.ledger.domain import Entry

    ledger_services.post([Entry(uuid4(), 0, Purpose.BANK, Purpose.CLEARING, Money(777, "EUR"), "odd")], now=NOW)
    found = euro()
    assert [(item.kind, item.amount.minor) for item in found.items] == [("other", -777)]
    assert not found.is_explained


def test_an_mt940_names_the_end_of_the_iban_and_is_the_hubs() -> None:
    loaded = load_statement(MT940, "s.sta", now=NOW, actor_id=None)
    assert (loaded.kind, loaded.fresh) == ("mt940", 2)
    assert set(BankEntry.objects.values_list("account", flat=True)) == {OWN}


def test_a_statement_of_somebody_elses_account_is_refused_whole() -> None:
    data = camt053(entry("1.00", "CRDT", "E1")).replace(OWN.encode(), b"DE02120300000000202051")
    with pytest.raises(BadStatement, match="none of the hub's"):
        load_statement(data, "s.xml", now=NOW, actor_id=None)
    assert not BankEntry.objects.exists()


def test_kept_money_stays_in_suspense_with_its_note() -> None:
    load(entry("5.00", "CRDT", "E1"))
    (waiting,) = entries_to_decide()
    assert decide_entry(waiting.id, Decision.KEEP, note="asked the bank", person_id=person(), now=NOW) is None
    assert entries_to_decide() == []
    assert BankEntry.objects.get().state == EntryState.KEPT
    assert total(Purpose.SUSPENSE) == 500
