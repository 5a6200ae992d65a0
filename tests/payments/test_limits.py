"""Limits of a year and of a life: enforced before the provider is asked, by person and by account, two at once too."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from karum.money import Money
from karum.parties import services as parties
from karum.parties.domain import Role
from karum.payments import queries, services
from karum.payments.domain import Happening, Instrument, PaymentRecord, PaymentState
from karum.payments.domain.corridors import GOODS, CorridorRule, Payer, corridor_file
from karum.payments.models import Payment, SandboxMove
from karum.payments.providers import sandbox
from karum.payments.queries.corridors import corridor_rules, used_by
from karum.payments.queries.payers import digest, payer_of
from karum.payments.texts import decline_reason

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PHONE, OTHER = "+8613800138000", "+8613800138001"
pytestmark = pytest.mark.django_db


def yuan(units: int) -> Money:
    return Money(units * 100, "CNY")


def rule(identified: str) -> CorridorRule:
    rules, _ = corridor_file()
    return next(one for one in rules if one.from_ == "CN" and one.identified == identified)


def pay(
    amount: Money,
    *,
    phone: str = PHONE,
    identified: str = "identified",
    now: datetime = NOW,
    group: UUID | None = None,
    name: str = "li",
) -> PaymentRecord:
    """A payment from China, as the pay page begins it, that succeeds on the phone."""
    payer = Payer(digest(name), identified)
    group = group or uuid4()
    path = corridor_rules("CN", "RW", GOODS, amount, now.date(), payer=payer, used=used_by(payer, "", now, but=group))
    payment = services.start(
        key=uuid4(),
        group_key=group,
        amount=amount,
        instrument=Instrument("mobile_money", phone=phone),
        now=now,
        payer=payer,
        limits=path.limits,
    )
    if payment.is_open:
        body, headers = sandbox.webhook(payment.key, Happening.SUCCEEDED, amount, now=now)
        services.receive_webhook("sandbox", body, headers, now=now)
    return queries.payment(payment.id)


def test_the_classes_of_payment_accounts_are_on_file_with_their_source() -> None:
    found = [(rule(name).most, rule(name).period) for name in ("new", "identified", "verified")]
    assert found == [(yuan(1_000), "life"), (yuan(100_000), "year"), (yuan(200_000), "year")]
    assert all("No. 43 of 2015" in rule(name).source for name in ("new", "identified", "verified"))


def test_beyond_the_year_nobody_is_asked_and_the_page_says_why() -> None:
    assert pay(yuan(60_000)).is_paid
    refused = pay(yuan(40_001))
    assert (refused.state, refused.reason) == (PaymentState.DECLINED, "limit_reached")
    assert not SandboxMove.objects.filter(key=refused.key).exists()
    assert "Choose another way" in decline_reason(refused.reason)
    assert Payment.objects.get(id=refused.id).ask_at is None
    assert pay(yuan(40_000)).is_paid, "to the last cent"
    assert pay(Money(1, "CNY")).reason == "limit_reached"


def test_the_year_is_the_calendars_of_its_country() -> None:
    late = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # in Shanghai a minute before midnight
    assert pay(yuan(100_000), now=late).is_paid
    assert pay(yuan(1), now=late).reason == "limit_reached"
    assert pay(yuan(1), now=late.replace(hour=16, minute=0)).is_paid
    assert pay(yuan(100_000), identified="new", now=late, phone=OTHER, name="wu").reason == "limit_reached"


def test_a_life_does_not_begin_again() -> None:
    assert pay(yuan(1_000), identified="new", now=NOW.replace(year=2020)).is_paid
    assert pay(yuan(1), identified="new").reason == "limit_reached"


def test_another_account_or_another_way_has_a_limit_of_its_own() -> None:
    assert pay(yuan(100_000)).is_paid
    assert pay(yuan(100_000), phone=OTHER).is_paid
    path = corridor_rules("CN", "RW", GOODS, yuan(10**6), NOW.date(), payer=Payer(digest("li"), "identified"))
    card = services.start(
        key=uuid4(), group_key=uuid4(), amount=yuan(10**6), instrument=Instrument("card"), now=NOW, limits=path.limits
    )
    assert card.is_paid


def test_what_was_refunded_expired_or_is_the_same_attempt_does_not_count() -> None:
    group = uuid4()
    assert pay(yuan(100_000), group=group).is_paid
    assert services.start(
        key=uuid4(),
        group_key=group,
        amount=yuan(100_000),
        instrument=Instrument("mobile_money", phone=PHONE),
        now=NOW,
        limits=[rule("identified")],
    ).is_open, "one of a group goes back by itself"
    paid = queries.payment_of(group)
    assert paid is not None
    services.refund(paid.id, yuan(30_000), uuid4(), NOW)
    services.expire(group, now=NOW)
    Payment.objects.filter(group_key=group, state="pending").update(state="expired")
    assert pay(yuan(30_001)).reason == "limit_reached"
    assert pay(yuan(30_000)).is_paid


def test_other_currencies_count_at_the_days_rate_and_the_page_blocks_the_way() -> None:
    assert pay(Money(1_000_000, "EUR"), identified="verified").is_paid
    payer = Payer(digest("li"), "identified")
    used = used_by(payer, "", NOW)
    found = corridor_rules("CN", "RW", GOODS, yuan(50_000), NOW.date(), payer=payer, used=used)
    assert set(found.blocked) == {"mobile_money"}
    assert found.refused == ""
    assert corridor_rules("CN", "RW", GOODS, yuan(5_000), NOW.date(), payer=payer, used=used).blocked == {}


def test_a_person_is_known_by_what_her_firms_showed_and_a_guest_by_her_address() -> None:
    person = parties.create_person("li@example.org", "Li")
    firm = parties.create_business(name="Li", legal_name="Li", country="CN", currency="CNY").id
    assert payer_of(person.pk, "x").identified == "new"
    parties.add_member(firm, person, Role.OWNER)
    assert services.decide_tier(firm, "verified", "seen", person_id=None, now=NOW)
    assert payer_of(person.pk, "x").identified == "verified"
    guest, again = payer_of(None, "Li@example.org "), payer_of(None, "li@EXAMPLE.org")
    assert (guest, guest.identified) == (again, "new")
    assert "li" not in guest.name


def test_without_a_rate_a_rule_is_shown_and_not_enforced() -> None:
    limit = replace(rule("identified"), most=Money(1, "XAU"))
    payment = services.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=yuan(5),
        instrument=Instrument("mobile_money", phone=PHONE),
        now=NOW,
        limits=[limit],
    )
    assert payment.is_open
