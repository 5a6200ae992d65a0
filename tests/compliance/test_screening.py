from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from karum.compliance import tasks
from karum.compliance.domain import rules as rules_module
from karum.compliance.models import Case, Decision, Hit, Screening
from karum.compliance.queries import access_case, held, may_trade, open_cases, stopped
from karum.compliance.services import decide as deciding
from karum.compliance.services.decide import NotDecided, Verdict, decide
from karum.compliance.services.screening import Buyer, Outcome, screen_business, screen_buyer
from karum.compliance.services.tidy import forget_old
from karum.parties.queries import Person
from karum.parties.services import create_business, create_person, edit_business
from tests.compliance.conftest import NOW, Load
from tests.official.lists import EU, OFAC, UN

LISTED = Buyer(("Oleg Zarubsky",), "", "RU", "oleg@example.org", "en")
OTHER = Buyer(("Petra Lindqvist",), "", "SE", "petra@example.org", "en")


@pytest.fixture
def operator(db: None) -> Person:
    return create_person("olga@hub.example", "Olga Hub", is_operator=True)


def _different(case: Case, person: Person) -> Decision | NotDecided:
    return decide(case.id, Verdict.DIFFERENT, reason="Born thirty years later.", person=person, now=NOW)


def test_without_a_list_nobody_is_screened(db: None) -> None:
    assert screen_buyer(LISTED, now=NOW) is Outcome.CLEAR
    assert not Screening.objects.exists()


def test_an_ordinary_buyer_is_clear_and_leaves_no_name(load: Load) -> None:
    load(OFAC)
    assert screen_buyer(OTHER, now=NOW) is Outcome.CLEAR
    kept = Screening.objects.get()
    assert kept.band == "clear"
    assert "Petra" not in str(vars(kept))
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["Oleg Zarubsky", "Олег Зарубский", "ZARUBSKIY Oleg Petrovich"])
def test_a_listed_buyer_waits_for_a_person(load: Load, name: str) -> None:
    load(OFAC)
    outcome = screen_buyer(replace(LISTED, names=(name,)), now=NOW)
    assert outcome in (Outcome.REVIEW, Outcome.STRONG)
    case = access_case(Case.objects.get().id)
    assert case.hits[0].key == "101"
    assert case.hits[0].why["pairs"]


def test_the_one_who_receives_and_her_company_are_screened_too(load: Load) -> None:
    load(OFAC)
    assert screen_buyer(replace(OTHER, names=("Petra Lindqvist", "Oleg Zarubsky")), now=NOW) is not Outcome.CLEAR
    assert screen_buyer(replace(OTHER, company="Nordkraft Holding"), now=NOW) is not Outcome.CLEAR


def test_asking_again_opens_no_second_case(load: Load) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    screen_buyer(LISTED, now=NOW)
    assert (Case.objects.count(), Hit.objects.count()) == (1, 1)


def test_who_was_cleared_is_not_asked_again_and_is_told(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    answer = _different(Case.objects.get(), operator)
    assert isinstance(answer, Decision)
    assert [file["kind"] for file in answer.files] == ["ofac-sdn"]
    assert screen_buyer(LISTED, now=NOW) is Outcome.CLEAR
    assert not open_cases()
    assert [letter.to for letter in mail.outbox] == [["oleg@example.org"]]
    assert "sanction" not in mail.outbox[0].body.lower()


def test_a_decision_about_one_person_clears_nobody_else(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    _different(Case.objects.get(), operator)
    assert screen_buyer(replace(LISTED, email="another@example.org"), now=NOW) is not Outcome.CLEAR


def test_who_was_cleared_is_asked_again_when_the_entry_changes(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    _different(Case.objects.get(), operator)
    load(OFAC.replace("07 Oct 1961", "08 Oct 1961"), now=NOW + timedelta(days=1))
    assert screen_buyer(LISTED, now=NOW) is not Outcome.CLEAR


def test_who_was_blocked_stays_so_until_she_leaves_the_list(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    case = Case.objects.get()
    entry = Hit.objects.get().party_id
    decide(case.id, Verdict.SAME, reason="Same birth and passport.", person=operator, now=NOW, party_id=entry)
    assert screen_buyer(LISTED, now=NOW) is Outcome.BLOCKED
    first = OFAC.index("<sdnEntry>"), OFAC.index("</sdnEntry>") + len("</sdnEntry>")
    load(OFAC[: first[0]] + OFAC[first[1] :])
    assert screen_buyer(LISTED, now=NOW) is Outcome.CLEAR


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decision_needs_a_reason(load: Load, operator: Person, reason: str) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    case = Case.objects.get()
    assert decide(case.id, Verdict.DIFFERENT, reason=reason, person=operator, now=NOW) is NotDecided.NO_REASON


def test_the_same_as_whom(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    answer = decide(Case.objects.get().id, Verdict.SAME, reason="It is.", person=operator, now=NOW, party_id=-1)
    assert answer is NotDecided.NO_ENTRY


def test_a_case_is_decided_once(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    case = Case.objects.get()
    _different(case, operator)
    assert _different(case, operator) is NotDecided.CLOSED


def test_the_database_keeps_decisions(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    _different(Case.objects.get(), operator)
    for change in ("UPDATE compliance_decision SET reason = 'x'", "DELETE FROM compliance_decision"):
        refused = pytest.raises(DatabaseError, match="written once")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_two_people_must_agree_when_the_rules_say_so(
    load: Load, operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = replace(rules_module.rules(), people_needed=2)
    monkeypatch.setattr(deciding, "rules", lambda: two)
    second = create_person("sam@hub.example", "Sam Hub", is_operator=True)
    load(OFAC)
    screen_buyer(LISTED, now=NOW)
    case = Case.objects.get()
    first = _different(case, operator)
    assert isinstance(first, Decision)
    assert not first.closes
    assert _different(case, operator) is NotDecided.SECOND_PERSON
    assert screen_buyer(LISTED, now=NOW) is not Outcome.CLEAR
    answer = _different(case, second)
    assert isinstance(answer, Decision)
    assert answer.closes
    assert screen_buyer(LISTED, now=NOW) is Outcome.CLEAR


def test_a_business_under_review_may_not_trade_until_it_is_cleared(load: Load, operator: Person) -> None:
    load(EU)
    firm = create_business(name="Zapadny Kombinat", country="RU", currency="EUR")
    assert may_trade(firm.id)
    assert screen_business(firm.id, now=NOW) is Outcome.STRONG
    assert not may_trade(firm.id)
    assert held([firm.id]) == stopped([firm.id]) == {firm.id}
    _different(Case.objects.get(), operator)
    assert may_trade(firm.id)
    assert not stopped([firm.id])


def test_the_people_of_a_business_are_screened(load: Load) -> None:
    load(UN)
    owner = create_person("yusuf@example.org", "Youssef Abdelkarim Taher")
    firm = create_business(name="Blue Door", country="MA", currency="EUR", owner=owner)
    assert screen_business(firm.id, now=NOW) is not Outcome.CLEAR


def test_a_firm_cannot_rename_itself_out_of_a_case(load: Load) -> None:
    load(EU)
    firm = create_business(name="Zapadny Kombinat", country="RU", currency="EUR")
    screen_business(firm.id, now=NOW)
    edit_business(firm.id, name="Sunny Meadow", legal_name="Sunny Meadow")
    screen_business(firm.id, now=NOW)
    assert not may_trade(firm.id)


def test_everybody_is_screened_when_a_list_changes(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    firms = [create_business(name=f"Zapadny Kombinat {n}", country="RU", currency="EUR") for n in "abc"]
    load(EU)
    monkeypatch.setattr(tasks, "BATCH", 2)
    asked: list[int] = []
    monkeypatch.setattr(tasks.screen_everybody, "defer", lambda after_id: asked.append(after_id))
    tasks.list_changed(file_id=1)
    while asked:
        tasks.screen_everybody(after_id=asked.pop())
    assert held([firm.id for firm in firms]) == {firm.id for firm in firms}


def test_a_clear_screening_asks_few_questions(load: Load) -> None:
    load(OFAC)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        screen_buyer(OTHER, now=NOW)
    assert len(asked) <= 9


def test_what_is_old_is_forgotten(load: Load, operator: Person) -> None:
    load(OFAC)
    screen_buyer(OTHER, now=NOW - timedelta(days=500))
    screen_buyer(LISTED, now=NOW)
    assert forget_old(now=NOW) == 1
    assert Case.objects.count() == 1
    assert Screening.objects.count() == 1
