"""When an official tariff changes a duty on goods that somebody sells there, she is told once, in her language."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from karum.catalogue import services as catalogue
from karum.desk.models import RuleAlert
from karum.desk.queries.alerts import alerts_of
from karum.desk.services.alerts import LINES_MAX, tell_sellers
from karum.desk.tasks import rules_changed
from karum.official.records import Measure
from karum.parties import services as parties
from karum.runtime.events import _subscribers
from karum.shipping import services as shipping
from karum.tariffs.events import RulesChanged
from karum.tariffs.models import RuleChange, SourceFile
from karum.tariffs.queries import quotes
from tests.desk.conftest import NOW, Firm
from tests.tariffs.tiny import LoadRows, general

EARLY, LATE = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 1)
MUG, CUP, TEE = "69120010", "69120020", "61091000"


@pytest.fixture
def load_rows(tmp_path: Path, db: None) -> LoadRows:
    return LoadRows(tmp_path)


@pytest.fixture
def us_changes(firm: Firm, load_rows: LoadRows) -> int:
    """The United States raise the duty on mugs; the id of the file that says so."""
    load_rows([general(MUG, "9.8%"), general(CUP, "4%"), general(TEE, "16.5%")], at=EARLY, day=JANUARY)
    load_rows([general(MUG, "12%"), general(CUP, "4%"), general(TEE, "17%")], at=LATE, day=DECEMBER)
    quotes.forget()
    return SourceFile.objects.latest("id").id


def told(file_id: int, system: str = "US") -> int:
    return tell_sellers(system, file_id, now=NOW)


def test_who_sells_and_ships_there_gets_a_letter_with_before_after_and_the_day(
    firm: Firm, us_changes: int, mailoutbox: list[EmailMessage]
) -> None:
    assert told(us_changes) == 1
    assert sorted(letter.to for letter in mailoutbox) == [["manager@example.org"], ["owner@example.org"]]
    letter = mailoutbox[0]
    assert letter.subject == "United States: a duty on your goods changes"
    assert f"HS {MUG}: 9.8% becomes 12%, from 1 December 2026" in letter.body
    assert TEE not in letter.body
    assert firm.url("rules") in letter.body


def test_done_again_nobody_is_told_twice(firm: Firm, us_changes: int, mailoutbox: list[EmailMessage]) -> None:
    told(us_changes)
    assert told(us_changes) == 0
    rules_changed("US", us_changes, 2)
    assert len(mailoutbox) == 2
    assert RuleAlert.objects.count() == 1


def test_the_loading_of_a_file_is_heard(firm: Firm, us_changes: int) -> None:
    assert "desk.rules_changed" in _subscribers[RulesChanged]
    assert RuleChange.objects.filter(file_id=us_changes, code=MUG).exists()


def test_the_letter_is_in_the_sellers_language(firm: Firm, us_changes: int, mailoutbox: list[EmailMessage]) -> None:
    parties.edit_business(firm.card.id, language="fr")
    told(us_changes)
    assert "États-Unis" in mailoutbox[0].subject


def test_who_does_not_ship_there_or_sells_other_goods_or_pauses_hears_nothing(
    firm: Firm, us_changes: int, mailoutbox: list[EmailMessage]
) -> None:
    catalogue.set_offer_state(firm.card.id, firm.offer_id, "paused")
    assert told(us_changes) == 0
    catalogue.set_offer_state(firm.card.id, firm.offer_id, "active")
    shipping.set_zone(firm.card.id, "World", ["KE"], zone_id=firm.zone_id)
    assert told(us_changes) == 0
    assert mailoutbox == []


def test_a_change_for_goods_of_another_country_concerns_nobody_else(
    firm: Firm, load_rows: LoadRows, mailoutbox: list[EmailMessage]
) -> None:
    def rows(duty: str) -> list[Measure]:
        china = Measure("2", "552", "6912000000", "record 2", area="CN", duty=duty)
        return [Measure("1", "103", "6912000000", "record 1", area="1011", duty="5 %"), china]

    load_rows(rows("10 %"), SYSTEM="EU", WHOLE=False, at=EARLY)
    load_rows(rows("30 %"), SYSTEM="EU", WHOLE=False, at=LATE)
    file_id = SourceFile.objects.latest("id").id
    assert RuleChange.objects.filter(file_id=file_id).exists()
    assert told(file_id, "EU") == 0
    assert mailoutbox == []


def test_a_letter_names_some_changes_and_the_page_has_them_all(
    firm: Firm, load_rows: LoadRows, mailoutbox: list[EmailMessage], owner: Client
) -> None:
    codes = [f"691200{number}" for number in range(10, 30)]
    load_rows([general(code, "5%") for code in codes], at=EARLY, day=JANUARY)
    load_rows([general(code, "6%") for code in codes], at=LATE, day=DECEMBER)
    told(SourceFile.objects.latest("id").id)
    assert mailoutbox[0].body.count("becomes 6%") == LINES_MAX
    assert mailoutbox[0].subject == "United States: 20 duties on your goods change"
    page = owner.get(firm.url("rules")).content.decode()
    assert all(code in page for code in codes)


def test_the_page_shows_duty_file_and_price_at_the_door_before_and_after(firm: Firm, load_rows: LoadRows) -> None:
    """One line only, so that a code of six digits is one duty: the price is known before and after."""
    load_rows([general("69120010", "10%")], at=EARLY, day=JANUARY)
    load_rows([general("69120010", "30%")], at=LATE, day=DECEMBER)
    quotes.forget()
    told(SourceFile.objects.latest("id").id)
    (alert,) = alerts_of(firm.card, "en", now=NOW)
    assert alert.is_new
    assert [(row.before, row.after) for row in alert.rows] == [("10%", "30%")]
    (price,) = alert.prices
    assert price.country == "US"
    assert price.before is not None
    assert price.after is not None
    assert price.more is not None
    assert price.more.minor > 0


def test_the_desk_says_it_until_it_is_read(firm: Firm, us_changes: int, owner: Client) -> None:
    said = "Duties on your goods have changed."
    assert said not in owner.get(firm.url("products")).content.decode()
    told(us_changes)
    assert said in owner.get(firm.url("products")).content.decode()
    owner.get(firm.url("rules"))  # to look is not to have read
    assert said in owner.get(firm.url("products")).content.decode()
    owner.post(firm.url("rules-read"))
    assert said not in owner.get(firm.url("products")).content.decode()


def test_without_changes_the_page_says_so(firm: Firm, owner: Client) -> None:
    assert "No duty on your goods has changed." in owner.get(firm.url("rules")).content.decode()
