"""Corridors: what binds a payment between two countries, and when it is refused."""

from dataclasses import replace
from datetime import date

import pytest

from karum.money import Money
from karum.payments.domain.corridors import GOODS, Custody, CustodyRule, corridor, corridor_file
from karum.payments.queries.corridors import corridor_rules, corridors

DAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def euros(units: int) -> Money:
    return Money(units * 100, "EUR")


def documents(from_: str, to: str, amount: Money, day: date = DAY) -> set[str]:
    return {rule.document or rule.deadline for rule in corridor_rules(from_, to, GOODS, amount, day).rules}


def test_a_small_payment_within_the_unknown_is_shown_as_unknown() -> None:
    found = corridor_rules("US", "RW", GOODS, euros(10), DAY)
    assert (found.rules, found.is_known, found.custody, found.refused) == ([], False, Custody.UNKNOWN, "")


def test_every_rule_names_its_source_and_how_sure_it_is() -> None:
    rules, custody = corridor_file()
    assert all(rule.source and rule.confidence and rule.says for rule in rules)
    assert all(one.source and one.reason for one in custody)


def test_rules_bind_from_their_day_and_amount_on() -> None:
    assert documents("US", "IN", euros(10)) == {"15 months after export", "3 years after an advance"}
    assert documents("US", "IN", euros(10), date(2025, 11, 12)) == set()
    assert "Form NXP" in documents("US", "NG", euros(10))
    assert "Form M" in documents("NG", "US", euros(10))
    travel = "name, address, birth date of the payer"
    assert travel not in documents("US", "RW", euros(999))
    assert travel in documents("US", "RW", euros(1000))
    assert travel not in documents("US", "US", euros(1000))
    assert travel in documents("US", "RW", Money(200_000, "USD"))


def test_too_much_for_mobile_money_blocks_that_way_only() -> None:
    least = corridor_rules("KE", "RW", GOODS, Money(25_000_000, "KES"), DAY)
    assert least.blocked == {}
    more = corridor_rules("KE", "RW", GOODS, Money(25_000_001, "KES"), DAY)
    assert set(more.blocked) == {"mobile_money"}
    assert more.refused == ""


def test_amounts_of_one_pair_of_countries_add_up() -> None:
    half = Money(15_000_000, "KES")
    (one,) = corridors([("KE", "RW", half), ("KE", "RW", half)], DAY)
    assert set(one.blocked) == {"mobile_money"}


def test_members_of_the_union_need_a_licensed_provider() -> None:
    assert corridor_rules("FR", "KE", GOODS, euros(10), DAY).custody is Custody.LICENSED_PROVIDER
    assert corridor_rules("KE", "FR", GOODS, euros(10), DAY).custody is Custody.UNKNOWN


def test_where_nobody_may_hold_the_money_the_payment_is_refused_with_the_reason() -> None:
    nobody = CustodyRule("XA", "", Custody.NONE, "Nobody may.", "test", "test")
    rules, custody = corridor_file()
    found = corridor(
        rules, (nobody, *custody), "XA", "RW", GOODS, euros(1), DAY, union=frozenset(), worth=lambda _m, _c: None
    )
    assert found.refused == "Nobody may."
    limit = replace(rules[0], from_="XA", to="", most=euros(1), period="transaction", valid_from=None, says="Too much.")
    found = corridor([limit], [], "XA", "RW", GOODS, euros(2), DAY, union=frozenset(), worth=lambda _m, _c: None)
    assert found.refused == "Too much."
