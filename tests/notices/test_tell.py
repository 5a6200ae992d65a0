"""``tell``: who gets a letter, who does not, and what stands in its headers."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import get_language

from karum.notices.domain.kinds import KINDS
from karum.notices.queries import Wanted, wanted
from karum.notices.services import Kind, Text, tell
from karum.notices.services.off_links import off_link, read_off_link
from karum.notices.services.switches import choose, switch_letters
from karum.parties.models import Letter, Person

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OFF = Wanted(by_email=False, by_push=False)


def write() -> Text:
    return Text(f"Hello in\n{get_language()}", "First paragraph.\n\nSecond paragraph.")


def test_each_reader_gets_a_letter_of_her_own_in_her_language(wanjiru: Person, aline: Person) -> None:
    to = [wanjiru.email, "Aline@Example.org", "guest@example.org", wanjiru.email, " "]
    assert tell(Kind.TALK, to, write, path="/me") == 3
    letters = {letter.recipient: letter.subject for letter in Letter.objects.all()}
    assert letters == {
        "wanjiru@example.org": "Hello in sw",
        "Aline@Example.org": "Hello in fr",
        "guest@example.org": "Hello in en",
    }


def test_a_language_that_is_given_is_spoken_to_all(wanjiru: Person) -> None:
    tell(Kind.ORDERS, [wanjiru.email], write, path="/me", language="ar")
    assert Letter.objects.get().subject == "Hello in ar"


def test_what_can_be_switched_off_says_how_and_works_with_one_click(wanjiru: Person) -> None:
    tell(Kind.TALK, [wanjiru.email], write, path="/me")
    letter = Letter.objects.get()
    link = off_link(wanjiru.email, Kind.TALK)
    assert letter.headers["List-Unsubscribe"] == f"<{link}>"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["Auto-Submitted"] == "auto-generated"
    assert link in letter.body
    assert letter.body.startswith("First paragraph.\n\nSecond paragraph.\n\n-- \n")


def test_a_receipt_has_no_such_link_and_comes_whatever_was_chosen(wanjiru: Person) -> None:
    choose(wanjiru, {about.kind: OFF for about in KINDS}, now=NOW)
    assert tell(Kind.ORDERS, [wanjiru.email], write, path="/me") == 1
    letter = Letter.objects.get()
    assert "List-Unsubscribe" not in letter.headers
    assert letter.body == "First paragraph.\n\nSecond paragraph."
    assert tell(Kind.TALK, [wanjiru.email], write, path="/me") == 0


@pytest.mark.django_db
def test_a_guest_ends_letters_by_her_address_whatever_its_capitals() -> None:
    switch_letters("Guest@example.org", {Kind.TALK, Kind.ORDERS}, on=False, now=NOW)
    assert tell(Kind.TALK, ["guest@Example.org"], write, path="/me") == 0
    assert tell(Kind.REMINDERS, ["guest@example.org"], write, path="/me") == 1
    assert tell(Kind.ORDERS, ["guest@example.org"], write, path="/me") == 1


def test_what_was_said_at_the_address_holds_in_the_account_until_it_says_otherwise(db: None) -> None:
    switch_letters("new@example.org", {Kind.TALK}, on=False, now=NOW)
    from karum.parties import services

    person = services.create_person("new@example.org")
    assert wanted(Kind.TALK, {"new@example.org": person.pk})["new@example.org"] == Wanted(False, True)
    choose(person, {Kind.TALK: Wanted(True, False)}, now=NOW)
    assert wanted(Kind.TALK, {"new@example.org": person.pk})["new@example.org"] == Wanted(True, False)


def test_news_come_only_to_who_asked(wanjiru: Person) -> None:
    assert tell(Kind.NEWS, [wanjiru.email], write, path="/") == 0
    choose(wanjiru, {Kind.NEWS: Wanted(True, False)}, now=NOW)
    assert tell(Kind.NEWS, [wanjiru.email], write, path="/") == 1


def test_a_link_that_nobody_signed_is_no_link(db: None) -> None:
    token = off_link("a@example.org", Kind.TALK).rsplit("/", 1)[1]
    assert read_off_link(token)
    assert read_off_link(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert read_off_link("x") is None
    assert read_off_link(off_link("a@example.org", Kind.ORDERS).rsplit("/", 1)[1]) is None


def test_every_kind_either_must_go_and_says_why_or_says_why_it_came() -> None:
    assert {about.kind for about in KINDS} == set(Kind)
    for about in KINDS:
        assert bool(about.must) != bool(about.because), about.kind
