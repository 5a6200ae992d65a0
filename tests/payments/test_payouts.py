"""Payout runs: every free cent once, never twice, whatever happens in between."""

import csv
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from karum.compliance.models import Case
from karum.ledger import queries as ledger_queries
from karum.ledger import services as ledger
from karum.ledger.domain import AccountKey, Entry, Purpose
from karum.money import Money
from karum.parties import services as parties
from karum.parties.domain import Role
from karum.payments import checks, queries, services
from karum.payments.domain.payouts import COLUMNS, NotMoved, RunState, harmless
from karum.payments.models import Payout, PayoutRun
from karum.payments.queries import PayoutFile
from karum.payments.services import BankDetails

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GERMAN = "DE89 3704 0044 0532 0130 00"


def earn(seller_id: int, amount: Money) -> None:
    """Money that a sale left for its seller."""
    entry = Entry(uuid4(), seller_id, Purpose.CLEARING, Purpose.PAYABLE, amount, "test sale")
    ledger.post([entry], now=NOW)


def payable(seller_id: int, currency: str = "EUR") -> int:
    return ledger_queries.balance(AccountKey(seller_id, Purpose.PAYABLE, currency)).net.minor


def transit(seller_id: int, currency: str = "EUR") -> int:
    return ledger_queries.balance(AccountKey(seller_id, Purpose.TRANSIT, currency)).net.minor


def bank(seller_id: int, currency: str = "EUR") -> int:
    return ledger_queries.balance(AccountKey(seller_id, Purpose.BANK, currency)).net.minor


def operator(name: str) -> int:
    return parties.create_person(f"{name}@hub.example", name, is_operator=True).pk


def seller(name: str = "Töpferei =Blau=") -> int:
    return parties.create_business(name=name, legal_name=name, country="DE", currency="EUR").id


def banked(seller_id: int, holder: str = "Töpferei Blau") -> None:
    details = BankDetails(holder, "DE", "EUR", iban=GERMAN)
    assert services.save_bank_account(seller_id, details, now=NOW) == {}


@pytest.mark.django_db
def test_a_run_pays_each_seller_once_and_the_books_follow() -> None:
    one, other = seller(), seller("Second")
    for seller_id, minor in ((one, 12_345), (other, 5)):
        banked(seller_id)
        earn(seller_id, Money(minor, "EUR"))
    made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    rows = list(csv.DictReader(io.StringIO(made.text)))
    assert [(r["amount"], r["currency"], r["iban"]) for r in rows] == [
        ("123.45", "EUR", "DE89370400440532013000"),
        ("0.05", "EUR", "DE89370400440532013000"),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert len({r["reference"] for r in rows}) == 2
    assert made.totals == [Money(12_350, "EUR")]
    assert (payable(one), payable(other)) == (0, 0)
    assert transit(one) == 12_345
    assert ledger_queries.balance(AccountKey(one, Purpose.BANK, "EUR")).net.minor == 0
    assert ledger_queries.unbalanced_currencies() == []
    assert [p.amount for p in queries.payouts_of(one)] == [Money(12_345, "EUR")]


@pytest.mark.django_db
def test_the_doctor_sees_a_payout_that_the_ledger_does_not_know() -> None:
    one = seller()
    banked(one)
    earn(one, Money(900, "EUR"))
    services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert checks.payouts().ok
    Payout.objects.filter(seller_id=one).update(amount_minor=901)
    assert checks.payouts().said == f"bank files and ledger differ for seller {one} EUR"


@pytest.mark.django_db
def test_the_same_key_returns_the_same_file_and_another_finds_nothing() -> None:
    one, key = seller(), uuid4()
    banked(one)
    earn(one, Money(900, "EUR"))
    first = services.make_payout_file(key, now=NOW, actor_id=None)
    earn(one, Money(100, "EUR"))
    again = services.make_payout_file(key, now=NOW, actor_id=None)
    assert again == first
    assert [line.amount.minor for line in services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines] == [100]
    assert services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines == []
    assert len({run.number for run in queries.payout_runs()}) == 3


@pytest.mark.django_db
def test_without_a_bank_account_the_money_stays_due_and_is_listed() -> None:
    one = seller()
    banked(one)
    earn(one, Money(700, "USD"))
    assert [(d.seller_id, d.has_account) for d in queries.due_payouts()] == [(one, False)]
    made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert made.lines == []
    assert [(s.seller_id, s.amount, s.reason) for s in made.skipped] == [(one, Money(700, "USD"), "no_bank_account")]
    assert payable(one, "USD") == 700


def paid_out(minor: int = 900, holder: str = "Töpferei Blau") -> tuple[int, PayoutFile]:
    """A seller, and the run that pays her, sent to the bank."""
    one = seller(holder)
    banked(one, holder)
    earn(one, Money(minor, "EUR"))
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=operator("first"))
    assert services.approve_run(run.id, operator("second"), now=NOW) is None
    assert services.move_on(run.id, RunState.SENT, now=NOW)
    return one, run


@pytest.mark.django_db
def test_a_run_goes_from_prepared_to_confirmed_by_two_people_and_never_back() -> None:
    one, maker, other = seller(), operator("first"), operator("second")
    banked(one)
    earn(one, Money(900, "EUR"))
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=maker)
    assert run.state is RunState.PREPARED
    assert not services.move_on(run.id, RunState.SENT, now=NOW)
    assert not services.move_on(run.id, RunState.APPROVED, now=NOW)
    assert services.approve_run(run.id, maker, now=NOW) is NotMoved.SAME_PERSON
    assert services.approve_run(run.id, other, now=NOW) is None
    assert services.approve_run(run.id, other, now=NOW) is NotMoved.NOT_NEXT
    assert not services.move_on(run.id, RunState.CONFIRMED, now=NOW)
    assert services.move_on(run.id, RunState.SENT, now=NOW)
    assert (transit(one), bank(one)) == (900, 0)
    assert not services.cancel_run(run.id, now=NOW)
    assert services.move_on(run.id, RunState.CONFIRMED, now=NOW)
    assert (transit(one), bank(one)) == (0, -900)
    assert not services.move_on(run.id, RunState.PREPARED, now=NOW)
    assert checks.payouts().ok


@pytest.mark.django_db
def test_the_database_refuses_a_run_that_its_maker_approves() -> None:
    maker = operator("first")
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=maker)
    with pytest.raises(IntegrityError, match="payout_run_by_two_people"), transaction.atomic():
        PayoutRun.objects.filter(id=run.id).update(approved_by_id=maker, approved_at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("approved", [False, True])
def test_a_cancelled_run_gives_the_money_back_to_be_paid_by_the_next(approved: bool) -> None:
    one = seller()
    banked(one)
    earn(one, Money(900, "EUR"))
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    if approved:
        assert services.approve_run(run.id, operator("second"), now=NOW) is None
    assert services.cancel_run(run.id, now=NOW)
    assert not services.cancel_run(run.id, now=NOW)
    assert (payable(one), transit(one)) == (900, 0)
    assert checks.payouts().ok
    assert [line.amount.minor for line in services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines] == [900]
    assert checks.payouts().ok


@pytest.mark.django_db
@pytest.mark.parametrize("confirmed", [False, True])
def test_a_payout_that_comes_back_is_the_sellers_again_and_she_is_told(
    confirmed: bool, mailoutbox: list[EmailMessage]
) -> None:
    one, run = paid_out()
    parties.add_member(one, parties.create_person("blau@example.org", "Blau"), Role.OWNER)
    if confirmed:
        assert services.move_on(run.id, RunState.CONFIRMED, now=NOW)
    (line,) = run.lines
    assert not services.return_payout(line.id, " ", now=NOW)
    assert services.return_payout(line.id, "Account closed (AC04)", now=NOW)
    assert not services.return_payout(line.id, "again", now=NOW)
    assert (payable(one), transit(one), bank(one)) == (900, 0, 0)
    (card,) = queries.payouts_of(one)
    assert (card.state, card.reason, card.is_paid) == ("returned", "Account closed (AC04)", False)
    assert queries.payout_file(run.id).state is RunState.CONFIRMED
    assert checks.payouts().ok
    (letter,) = mailoutbox
    assert letter.to == ["blau@example.org"]
    assert "Account closed (AC04)" in letter.body


def indebt(seller_id: int, amount: Money) -> None:
    """The seller owes the hub: a chargeback that she could not pay."""
    ledger.post([Entry(uuid4(), seller_id, Purpose.RECEIVABLE, Purpose.CLEARING, amount, "test debt")], now=NOW)


@pytest.mark.django_db
def test_what_a_seller_came_to_owe_while_her_payout_was_on_its_way_is_taken_before_she_is_paid_again() -> None:
    one, run = paid_out(10_000)
    indebt(one, Money(6_000, "EUR"))
    assert services.return_payout(run.lines[0].id, "AC04", now=NOW)
    assert [d.amount.minor for d in queries.due_payouts(NOW)] == [4_000]
    again = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert [line.amount.minor for line in again.lines] == [4_000]
    assert ledger_queries.balance(AccountKey(one, Purpose.RECEIVABLE, "EUR")).net.minor == 0
    assert checks.payouts().ok


@pytest.mark.django_db
def test_a_seller_who_owes_more_than_she_has_is_paid_nothing() -> None:
    one = seller()
    banked(one)
    earn(one, Money(500, "EUR"))
    indebt(one, Money(700, "EUR"))
    assert queries.due_payouts(NOW) == []
    assert services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines == []
    assert (payable(one), ledger_queries.balance(AccountKey(one, Purpose.RECEIVABLE, "EUR")).net.minor) == (0, 200)


def approved() -> tuple[int, PayoutFile]:
    one = seller()
    banked(one)
    earn(one, Money(900, "EUR"))
    run = services.make_payout_file(uuid4(), now=NOW, actor_id=operator("first"))
    assert services.approve_run(run.id, operator("second"), now=NOW) is None
    return one, run


@pytest.mark.django_db
def test_a_line_is_not_taken_back_while_its_file_may_still_be_sent() -> None:
    one, run = approved()
    assert not services.return_payout(run.lines[0].id, "wrong account", now=NOW)
    assert (payable(one), transit(one)) == (0, 900)


@pytest.mark.django_db
def test_whoever_fetched_the_file_cannot_cancel_the_run_alone() -> None:
    one, run = approved()
    third = operator("third")
    file = services.fetch_run(run.id, third, now=NOW)
    assert file is not None
    assert file.text == run.text
    assert not services.cancel_run(run.id, now=NOW, person_id=third)
    assert not services.cancel_run(run.id, now=NOW)
    assert services.cancel_run(run.id, now=NOW, person_id=operator("fourth"))
    assert payable(one) == 900


@pytest.mark.django_db
def test_a_file_that_is_no_longer_what_was_approved_does_not_go_to_the_bank() -> None:
    _, run = approved()
    Payout.objects.filter(run_id=run.id).update(iban="DE02120300000000202051")
    with pytest.raises(services.RunChanged):
        services.fetch_run(run.id, operator("third"), now=NOW)
    made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert services.fetch_run(made.id, operator("fourth"), now=NOW) is None, "nobody approved it"


@pytest.mark.django_db
def test_an_account_that_is_changed_after_the_run_was_prepared_is_not_paid_by_it() -> None:
    one, run = approved()
    details = BankDetails("Somebody", "DE", "EUR", iban="DE02120300000000202051")
    assert services.save_bank_account(one, details, now=NOW) == {}
    file = services.fetch_run(run.id, operator("third"), now=NOW)
    assert file is not None
    assert [line.iban for line in file.lines] == ["DE89370400440532013000"]


@pytest.mark.django_db
def test_payment_orders_for_the_bank_name_every_payout() -> None:
    _, run = paid_out()
    run = queries.payout_file(run.id)
    assert queries.order_file(run, "sepa") is None
    assert [file.payer for file in queries.order_files(run)] == [""]
    details = BankDetails("Karum", "DE", "EUR", iban="DE02120300000000202051", bank_code="BYLADEM1001")
    assert services.save_bank_account(0, details, now=NOW) == {}
    made = queries.order_file(run, "sepa")
    assert made is not None
    assert made == queries.order_file(run, "sepa")
    assert run.lines[0].reference.encode() in made
    assert b">9.00<" in made
    assert queries.order_file(run, "usd") is None


@pytest.mark.django_db
def test_a_payout_above_the_tier_is_skipped_until_the_tier_is_raised() -> None:
    one = seller()
    banked(one)
    earn(one, Money(200_001, "EUR"))
    assert [d.over_limit for d in queries.due_payouts(NOW)] == [True]
    made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert [(s.seller_id, s.reason) for s in made.skipped] == [(one, "tier_limit")]
    assert payable(one) == 200_001
    assert not services.decide_tier(one, "identified", "  ", person_id=None, now=NOW)
    assert not services.decide_tier(one, "unheard", "seen", person_id=None, now=NOW)
    assert services.decide_tier(one, "identified", "Passport and register seen", person_id=operator("first"), now=NOW)
    assert len(services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines) == 1
    assert [row.note for row in queries.tier_history(one)] == ["Passport and register seen"]
    assert queries.tier_of(one, now=NOW).tier.code == "identified"


@pytest.mark.django_db
def test_the_months_limit_counts_what_was_paid_and_not_what_came_back() -> None:
    one, key = seller(), []
    banked(one)
    for _ in range(2):
        earn(one, Money(200_000, "EUR"))
        key.append(services.make_payout_file(uuid4(), now=NOW, actor_id=None).id)
    assert queries.tier_of(one, now=NOW).paid == Money(400_000, "EUR")
    earn(one, Money(150_000, "EUR"))
    assert services.make_payout_file(uuid4(), now=NOW, actor_id=None).lines == []
    assert services.cancel_run(key[0], now=NOW)
    earn_back = payable(one)
    assert earn_back == 350_000
    next_month = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert queries.tier_of(one, now=next_month).paid == Money(0, "EUR")


@pytest.mark.django_db
def test_money_in_a_currency_without_a_rate_cannot_be_measured_and_waits() -> None:
    assert queries.fx("XAU", "EUR", NOW.date()) is None
    one = seller()
    earn(one, Money(1, "XAU"))
    assert [d.over_limit for d in queries.due_payouts(NOW)] == [True]


def test_a_name_is_no_formula_in_a_spreadsheet() -> None:
    assert [harmless(t) for t in ("=1+1", "+44", "@x", "-1", " =1", "＝1", "Blau")] == [
        *("'=1+1", "'+44", "'@x", "'-1", "' =1", "'＝1", "Blau")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("details", "errors"),
    [
        (BankDetails("A", "DE", "EUR", iban=GERMAN), {}),
        (BankDetails("A", "NO", "NOK", iban="NO93 8601 1117 947"), {}),
        (BankDetails("A", "DE", "EUR", iban="DE89370400440532013001"), {"iban": "wrong"}),
        (BankDetails("A", "DE", "EUR"), {"iban": "missing"}),
        (BankDetails("", "DE", "EUR", iban="x"), {"holder": "missing", "iban": "wrong"}),
        (BankDetails("A", "DE", "EUR", iban=GERMAN, bank_code="NOBIC"), {"bank_code": "wrong_bic"}),
        (BankDetails("A", "RW", "RWF", account_number="100-0123456", bank_code="BKIGRWRW"), {}),
        (BankDetails("A", "RW", "RWF"), {"account_number": "missing", "bank_code": "missing"}),
        (BankDetails("A", "RW", "RWF", account_number="<b>", bank_code="BK"), {"account_number": "wrong"}),
        (BankDetails("A", "RW", "RWF", account_number="12345", bank_code="¿"), {"bank_code": "wrong"}),
    ],
)  # fmt: skip
def test_a_bank_account_is_checked_before_it_is_kept(details: BankDetails, errors: dict[str, str]) -> None:
    assert services.save_bank_account(7, details, now=NOW) == errors
    assert len(queries.bank_accounts(7)) == (not errors)


@pytest.mark.django_db
def test_a_new_account_replaces_the_one_before_and_is_shown_masked() -> None:
    banked(7)
    banked(7, holder="New")
    (account,) = queries.bank_accounts(7)
    assert (account.holder, account.masked) == ("New", "DE89 … 3000")


@pytest.mark.django_db
def test_an_account_that_replaces_another_is_told_to_the_owners_and_waits(mailoutbox: list[EmailMessage]) -> None:
    one = seller()
    parties.add_member(one, parties.create_person("blau@example.org", "Blau"), Role.OWNER)
    banked(one)
    earn(one, Money(900, "EUR"))
    assert mailoutbox == [], "the first account takes nobody's place"
    banked(one, holder="Töpferei Blau e.K.")
    assert mailoutbox == [], "the same account under another name"
    details = BankDetails("Somebody", "DE", "EUR", iban="DE02120300000000202051")
    assert services.save_bank_account(one, details, now=NOW) == {}
    (letter,) = mailoutbox
    assert (letter.to, "DE02 … 2051" in letter.body) == (["blau@example.org"], True)
    soon, later = NOW + timedelta(days=2, hours=23), NOW + timedelta(days=3, seconds=1)
    assert [(d.new_account, d.is_payable) for d in queries.due_payouts(soon)] == [(True, False)]
    made = services.make_payout_file(uuid4(), now=soon, actor_id=None)
    assert ([s.reason for s in made.skipped], payable(one)) == (["new_account"], 900)
    assert [d.is_payable for d in queries.due_payouts(later)] == [True]
    made = services.make_payout_file(uuid4(), now=later, actor_id=None)
    assert [line.iban for line in made.lines] == ["DE02120300000000202051"]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """A seller with EUR 500 to be paid, really committed; everything is taken away afterwards."""
    with django_db_blocker.unblock():
        seller_id = seller()
        banked(seller_id)
        earn(seller_id, Money(50_000, "EUR"))
        try:
            yield seller_id
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")  # the ledger refuses to forget
                for table in ("ledger_transfer", "ledger_account", "payments_payout", "payments_bankaccount"):
                    cursor.execute(f"DELETE FROM {table} WHERE seller_id = %s", [seller_id])
                cursor.execute("DELETE FROM payments_payoutrun")
                cursor.execute("DELETE FROM parties_business WHERE id = %s", [seller_id])
                cursor.execute("SET session_replication_role = origin")


def test_two_runs_at_once_pay_once(committed: int) -> None:
    ready, sums = threading.Barrier(4), []

    def run() -> None:
        try:
            ready.wait(10)
            made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
            sums.append(sum(line.amount.minor for line in made.lines))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(sums) == [0, 0, 0, 50_000]
    assert payable(committed) == 0


KILLED = """
import os, sys, uuid, datetime
import django
django.setup()
from karum.payments import models, services
from karum.payments.services import payouts
if sys.argv[2] == "before":
    payouts.Payout.objects.bulk_create = lambda rows: os._exit(9)
else:
    whole, calls = payouts.payout_file, []
    payouts.payout_file = lambda id: (calls.append(id), os._exit(9) if len(calls) == 2 else whole(id))[1]
now = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
services.make_payout_file(uuid.UUID(sys.argv[1]), now=now, actor_id=None)
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_in_the_middle_leaves_nothing_and_the_retry_pays_once(committed: int, moment: str) -> None:
    key: UUID = uuid4()
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "karum.site.settings"}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(key), moment], env=environment, check=False)
    assert killed.returncode == 9
    assert payable(committed) == 50_000
    assert not Payout.objects.filter(seller_id=committed).exists()
    assert not PayoutRun.objects.filter(key=key).exists()
    made = services.make_payout_file(key, now=NOW, actor_id=None)
    assert [line.amount.minor for line in made.lines] == [50_000]
    assert services.make_payout_file(key, now=NOW, actor_id=None) == made
    assert payable(committed) == 0


@pytest.mark.django_db
def test_money_of_a_firm_that_screening_holds_stays_due_and_is_listed() -> None:
    one = seller()
    banked(one)
    earn(one, Money(700, "EUR"))
    Case.objects.create(subject="business", subject_id=one, digest="x", names=["Blau"], band="review", opened_at=NOW)
    assert [(d.seller_id, d.held) for d in queries.due_payouts()] == [(one, True)]
    made = services.make_payout_file(uuid4(), now=NOW, actor_id=None)
    assert made.lines == []
    assert [(s.seller_id, s.reason) for s in made.skipped] == [(one, "held_for_check")]
