"""Who collects what, when, and what the answer says about it."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from karum.money import Money
from karum.rules import BadRequest, Item, QuoteRequest, landed_cost
from karum.rules.domain.reasons import show_plain

DAY = date(2026, 11, 21)
SHIRT = Item("610910", "VN", 2, Money(4000, "GBP"), 200)
ASK = QuoteRequest("VN", "GB", DAY, "parcel", "DAP", "GBP", (SHIRT,), Money(1500, "GBP"))
DEAR = replace(ASK, items=(replace(SHIRT, unit_price=Money(9000, "GBP")),))


def test_low_value_tax_is_collected_at_checkout_and_nothing_is_due_at_the_border() -> None:
    answer = landed_cost(ASK)
    assert answer.totals.due_at_border == Money(0, "GBP")
    (tax,) = answer.lines_of("tax")
    assert (tax.collector, tax.payer, tax.due) == ("hub", "buyer", "checkout")
    assert answer.totals.due_at_checkout == answer.totals.landed


def test_above_the_limit_the_buyer_pays_at_the_border_and_learns_why() -> None:
    answer = landed_cost(DEAR)
    duty = answer.lines_of("duty")[0]
    assert (duty.collector, duty.payer, duty.due) == ("carrier", "buyer", "border")
    assert duty.base == Money(19500, "GBP")
    assert duty.amount == Money(2340, "GBP")
    assert duty.why_not[0].english == (
        "GB-LOW-VALUE does not apply: the value of GBP 180.00 is outside its limit of GBP 135.00."
    )


def test_delivered_duty_paid_is_collected_at_checkout_and_paid_by_the_seller() -> None:
    answer = landed_cost(replace(DEAR, incoterm="DDP"))
    assert {line.payer for line in answer.lines} == {"seller"}
    assert answer.totals.due_at_border == Money(0, "GBP")
    assert answer.totals.landed == landed_cost(DEAR).totals.landed


def test_without_a_registration_the_hub_does_not_collect() -> None:
    answer = landed_cost(replace(ASK, registrations=frozenset()))
    assert answer.regime == "GB-LOW-VALUE-UNREGISTERED"
    assert {line.collector for line in answer.lines_of("tax")} == {"carrier"}
    assert not [note for note in answer.assumptions if note.code == "assume_registered"]


def test_a_consignment_has_no_low_value_relief() -> None:
    assert landed_cost(replace(ASK, channel="consignment")).regime == "normal"


def test_options_show_what_a_proof_of_origin_would_save() -> None:
    item = replace(SHIRT, origin="BD", unit_price=Money(9000, "GBP"))
    without = landed_cost(replace(DEAR, items=(item,)))
    assert [option.code for option in without.options] == ["MFN", "UK-DCTS-COMPREHENSIVE"]
    assert without.saving_possible == Money(2340, "GBP")
    proven = landed_cost(replace(DEAR, items=(replace(item, proofs=frozenset({"UK-DCTS-COMPREHENSIVE"})),)))
    assert proven.totals.duty == Money(0, "GBP")
    assert proven.saving_possible is None
    assert [line.code for line in proven.not_applied] == ["MFN"]


def test_a_proof_for_another_origin_changes_nothing() -> None:
    item = replace(SHIRT, unit_price=Money(9000, "GBP"), proofs=frozenset({"UK-DCTS-COMPREHENSIVE"}))
    assert landed_cost(replace(DEAR, items=(item,))).totals == landed_cost(DEAR).totals


def test_goods_without_a_code_have_an_unknown_duty() -> None:
    answer = landed_cost(replace(DEAR, items=(replace(SHIRT, hs_code="", unit_price=Money(9000, "GBP")),)))
    assert answer.status == "unknown"
    assert answer.totals.duty is None
    assert answer.totals.due_at_checkout == Money(19500, "GBP")
    assert "missing_hs_code" in {fact.code for fact in answer.missing_facts}


def test_a_suspended_relief_is_named_as_a_reason() -> None:
    item = Item("610910", "VN", 1, Money(4000, "USD"))
    answer = landed_cost(replace(ASK, destination="US", currency="USD", shipping=Money(0, "USD"), items=(item,)))
    assert answer.regime == "normal"
    assert [reason.english for reason in answer.lines[0].why_not] == ["US-DE-MINIMIS does not apply: it is suspended."]


def test_one_unknown_origin_makes_the_american_surcharge_unknown() -> None:
    item = Item("610910", "", 1, Money(4000, "USD"))
    answer = landed_cost(replace(ASK, destination="US", currency="USD", shipping=Money(0, "USD"), items=(item,)))
    assert answer.totals.duty is None
    assert [fact.code for fact in answer.missing_facts] == ["missing_origin"]


def test_a_duty_by_weight_needs_the_weight() -> None:
    oil = Item("150920", "TN", 1, Money(20000, "EUR"))
    request = replace(ASK, destination="DE", currency="EUR", shipping=Money(0, "EUR"), items=(oil,))
    answer = landed_cost(request)
    assert answer.lines_of("duty")[0].why_applied.code == "duty_not_computable"
    assert [fact.english for fact in answer.missing_facts] == ["The weight of the goods."]
    weighed = landed_cost(replace(request, items=(replace(oil, weight_g=10_000),)))
    assert weighed.totals.duty == Money(1245, "EUR")


def test_an_override_is_used_and_said_to_be_unverified() -> None:
    answer = landed_cost(replace(DEAR, items=(replace(DEAR.items[0], duty_rate_override=Decimal("0.02")),)))
    line = answer.lines_of("duty")[0]
    assert line.amount == Money(390, "GBP")
    assert line.unverified
    assert not answer.is_certain


def test_limits_in_another_currency_need_a_rate() -> None:
    request = replace(ASK, destination="SE", currency="SEK", shipping=Money(0, "SEK"))
    request = replace(request, items=(replace(SHIRT, unit_price=Money(40000, "SEK")),))
    unsure = landed_cost(request)
    assert unsure.status == "unknown"
    assert unsure.regime == "unknown"
    assert unsure.missing_facts[0].english == "An exchange rate between SEK and EUR."
    sure = landed_cost(replace(request, fx={"EUR/SEK": Decimal("11")}))
    assert sure.totals.duty == Money(3300, "SEK")


def test_rates_are_crossed_and_inverted() -> None:
    fx = {"EUR/USD": Decimal("1.10"), "EUR/GBP": Decimal("0.88")}
    item = replace(SHIRT, unit_price=Money(11000, "USD"))
    answer = landed_cost(replace(ASK, items=(item,), fx=fx))
    assert answer.totals.goods == Money(17600, "GBP")
    assert answer.regime == "normal"


def test_tax_up_to_the_waiver_stays_visible() -> None:
    request = replace(ASK, destination="CH", currency="CHF", shipping=Money(0, "CHF"))
    answer = landed_cost(replace(request, items=(Item("482010", "VN", 1, Money(4000, "CHF")),)))
    assert answer.totals.tax == Money(0, "CHF")
    assert answer.not_applied[0].amount == Money(324, "CHF")


def test_forbidden_goods_are_forbidden_whatever_they_cost() -> None:
    answer = landed_cost(replace(ASK, items=(Item("960110", "KE", 1, Money(4000, "GBP")),)))
    assert answer.status == "forbidden"


def test_goods_that_cross_no_customs_border_are_not_screened() -> None:
    honey = (Item("040900", "FR", 1, Money(900, "EUR")),)
    inside = replace(ASK, seller_country="FR", destination="DE", currency="EUR", items=honey, shipping=Money(0, "EUR"))
    assert landed_cost(inside).status == "allowed"
    assert landed_cost(replace(inside, seller_country="TR")).status == "restricted"


def test_a_reason_is_said_in_another_language() -> None:
    reason = landed_cost(DEAR).lines_of("duty")[0].why_applied
    french = {reason.text: "Le droit ordinaire (NPF) pour le SH %(prefix)s est de %(rate)s."}
    assert reason.say(french.__getitem__) == "Le droit ordinaire (NPF) pour le SH 61 est de 12 %."
    assert reason.say(show=lambda value: f"<{show_plain(value)}>").count("<") == 2


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("destination", {"destination": "Britain"}),
        ("channel", {"channel": "pigeon"}),
        ("items", {"items": ()}),
        ("currency", {"currency": "EUX"}),
        ("shipping", {"shipping": Money(-1, "GBP")}),
    ],
)
def test_a_bad_question_is_refused_at_the_field(field: str, change: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as caught:
        replace(ASK, **change)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_the_rules_need_neither_django_nor_the_network() -> None:
    """The domain imports no clock, no socket and no framework of its own accord."""
    src = Path(__file__).parents[2] / "src"
    program = (
        "import sys; import karum.rules; "
        "bad = {'django', 'psycopg', 'urllib3', 'requests'} & set(sys.modules); sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": str(src), "PATH": ""})
    for path in (src / "karum" / "rules" / "domain").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("import django", "from django", "date.today", "datetime.now", "open(", "import socket"):
            assert word not in text, f"{path.name}: {word}"
