"""``karum quote``: JSON in, JSON or a table out; a bad request names its field and never shows a traceback."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karum.money import Money
from karum.rules import landed_cost
from karum.rules.domain.request import BadRequest
from karum.rules.quote_json import read_request, request_of

SRC = Path(__file__).parents[2] / "src"
GOOD: dict[str, Any] = {
    "seller_country": "RW",
    "destination": "GB",
    "date": "2026-11-21",
    "channel": "parcel",
    "incoterm": "DAP",
    "currency": "GBP",
    "items": [
        {
            "hs_code": "0901.21",
            "origin": "RW",
            "quantity": 2,
            "unit_price": "12.50",
            "currency": "GBP",
            "weight_kg": "0.25",
        }
    ],
    "shipping": {"amount": "9.00", "currency": "GBP"},
}
PROGRAM = """
import argparse, sys
from karum.rules import commands
parser = argparse.ArgumentParser(prog="karum")
commands.add(parser.add_subparsers(required=True))
options = parser.parse_args()
code = options.func(options)
assert "django" not in sys.modules, "the quote needs no Django"
sys.exit(code)
"""


def karum(*arguments: str, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, *arguments],
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def changed(path: str, value: object) -> dict[str, Any]:
    body = deepcopy(GOOD)
    place: Any = body
    *steps, last = path.replace("[0]", ".0").split(".")
    for step in steps:
        place = place[int(step)] if step == "0" else place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return body


def test_the_answer_is_json_with_decimal_strings() -> None:
    ran = karum("quote", "--json", text=json.dumps(GOOD))
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["status"] == "allowed"
    assert answer["totals"] == {
        "goods": "25.00",
        "freight": "9.00",
        "insurance": "0.00",
        "duty": "0.00",
        "tax": "0.00",
        "fees": "0.00",
        "landed": "34.00",
        "due_at_checkout": "34.00",
        "due_at_border": "0.00",
    }
    line = answer["lines"][0]
    assert {"kind", "code", "base_formula", "base", "rate", "amount", "currency", "rounding", "payer"} <= set(line)
    assert {"collector", "source", "valid", "confidence", "why_applied", "why_not"} <= set(line)
    assert line["source"]["file"] == "GB.toml"
    assert line["valid"] == {"from": "2021-01-01", "to": None}
    assert answer["data_versions"]["GB"]
    assert {"options", "missing_facts", "documents", "assumptions", "as_of", "regime"} <= set(answer)


def test_without_json_a_person_can_read_it() -> None:
    ran = karum("quote", text=json.dumps(GOOD))
    assert ran.returncode == 0
    assert "landed                    GBP 34.00" in ran.stdout
    assert "No duty: goods up to GBP 135.00 are relieved of it." in ran.stdout


def test_an_unknown_is_null_and_the_table_says_unknown() -> None:
    body = changed("destination", "ZW") | {"currency": "GBP"}
    answer = json.loads(karum("quote", "--json", text=json.dumps(body)).stdout)
    assert answer["status"] == "unknown"
    assert answer["totals"]["landed"] is None
    assert answer["totals"]["duty"] is None
    table = karum("quote", text=json.dumps(body)).stdout
    assert "duty                        unknown" in table
    assert "Missing:" in table


def test_a_bad_request_is_json_with_the_field_and_exit_code_2() -> None:
    ran = karum("quote", "--json", text=json.dumps(changed("items[0].unit_price", "twelve")))
    assert ran.returncode == 2
    assert json.loads(ran.stdout) == {
        "error": {"field": "items[0].unit_price", "message": "'twelve' is not an amount; write it like 12.50"}
    }
    assert ran.stderr == ""


def test_without_json_the_error_goes_to_standard_error() -> None:
    ran = karum("quote", text="{")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.startswith("karum quote: $: is not JSON")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("path", "value", "field", "message"),
    [
        ("seller_country", ..., "seller_country", "is missing"),
        ("seller_country", "Rwanda", "seller_country", "is not a country"),
        ("destination", 826, "destination", "must be a text"),
        ("date", "21/11/2026", "date", "write it like 2026-11-21"),
        ("channel", "pigeon", "channel", 'must be "parcel" or "consignment"'),
        ("incoterm", "ABC", "incoterm", "must be one of EXW"),
        ("currency", "POUNDS", "currency", "is not an ISO 4217"),
        ("items", ..., "items", "is missing"),
        ("items", [], "items", "must hold one item or more"),
        ("items", {}, "items", "must be a list"),
        ("items", ["coffee"], "items[0]", "must be an object"),
        ("items[0].hs_code", "coffee", "items[0].hs_code", "6 to 10 digits"),
        ("items[0].hs_code", "0901", "items[0].hs_code", "6 to 10 digits"),
        ("items[0].origin", "rw", "items[0].origin", "two capital letters"),
        ("items[0].quantity", 0, "items[0].quantity", "must be 1 or more"),
        ("items[0].quantity", 1.5, "items[0].quantity", "must be a whole number"),
        ("items[0].quantity", True, "items[0].quantity", "must be a whole number"),
        ("items[0].quantity", ..., "items[0].quantity", "is missing"),
        ("items[0].unit_price", 12.5, "items[0].unit_price", "in quotes"),
        ("items[0].unit_price", "12.505", "items[0].unit_price", "has 2 decimals"),
        ("items[0].unit_price", "-1.00", "items[0].unit_price", "must not be negative"),
        ("items[0].unit_price", "NaN", "items[0].unit_price", "is not an amount"),
        ("items[0].unit_price", "1e999999", "items[0].unit_price", "is not an amount"),
        ("items[0].unit_price", "9" * 20, "items[0].unit_price", "is not an amount"),
        ("items[0].quantity", 10**12, "items[0].quantity", "must be at most"),
        ("items[0].weight_kg", "1e999999", "items[0].weight_kg", "is not a number"),
        ("fx", {"USD/EUR": "1e-999999"}, "fx[USD/EUR]", "is not a number"),
        ("items[0].unit_price", ..., "items[0].unit_price", "is missing"),
        ("items[0].currency", "EUX", "items[0].currency", "is not an ISO 4217"),
        ("items[0].weight_kg", "heavy", "items[0].weight_kg", "is not a number"),
        ("items[0].weight_kg", "-1", "items[0].weight_kg", "must not be negative"),
        ("items[0].duty_rate_override", "12", "items[0].duty_rate_override", 'write 12 % as "0.12" or "12%"'),
        ("items[0].duty_rate_override", "much", "items[0].duty_rate_override", "is not a rate"),
        ("items[0].duty_rate_override", "-0.1", "items[0].duty_rate_override", "not negative"),
        ("items[0].colour", "red", "items[0].colour", "is not a field of the request"),
        ("shipping", "9.00", "shipping", "must be an object"),
        ("shipping.amount", ..., "shipping.amount", "is missing"),
        ("shipping.currency", ..., "shipping.currency", "is missing"),
        ("insurance", {"amount": "-1.00", "currency": "GBP"}, "insurance", "must not be negative"),
        ("fx", {"USDEUR": "0.92"}, "fx[USDEUR]", "must be named like USD/EUR"),
        ("fx", {"USD/EUR": "0"}, "fx[USD/EUR]", "must be a rate above 0"),
        ("fx", {"USD/EUR": "dear"}, "fx[USD/EUR]", "is not a number"),
        ("registrations", "IOSS", "registrations", "must be a list of texts"),
        ("mode", "rocket", "mode", "must be one of post"),
        ("note", "hello", "note", "is not a field of the request"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(path: str, value: object, field: str, message: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_request(json.dumps(changed(path, value)))
    assert caught.value.field == field
    assert message in caught.value.message


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(GOOD)), JSON, st.booleans())
def test_whatever_stands_in_a_field_is_answered_or_refused(field: str, value: object, in_item: bool) -> None:
    body = deepcopy(GOOD)
    (body["items"][0] if in_item else body)[field] = value
    with suppress(BadRequest):
        assert landed_cost(read_request(json.dumps(body))).to_json()["status"]


@pytest.mark.parametrize("text", ["", "null", "[]", "[" * 100_000, '"quote"', "1e999999999"])
def test_what_is_no_request_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        read_request(text)


def test_a_request_is_read_as_it_was_meant() -> None:
    body = changed("items[0].duty_rate_override", "12.5%") | {
        "insurance": {"amount": "1.00", "currency": "EUR"},
        "fx": {"EUR/GBP": "0.8700"},
        "registrations": ["IOSS"],
        "mode": "post",
        "region": "ON",
    }
    request = request_of(body)
    item = request.items[0]
    assert item.hs_code == "090121"
    assert item.weight_g == 250
    assert str(item.duty_rate_override) == "0.125"
    assert request.registrations == frozenset({"IOSS"})
    assert str(request.fx["EUR/GBP"]) == "0.8700"


def test_the_request_in_the_documentation_is_answered() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "landed-cost.md"
    example = page.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    assert landed_cost(read_request(example)).totals.landed == Money(3400, "GBP")
