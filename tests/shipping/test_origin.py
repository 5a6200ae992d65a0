"""Stating the origin of an order's goods: who may, what is kept, how it is taken back."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from karum.rules.statements import proofs, statement
from karum.shipping.domain.origin import REFERENCE_NAMES, OriginCard, needs_number
from karum.shipping.domain.parcels import Refused
from karum.shipping.models import OriginClaim
from karum.shipping.queries import last_reference, origin_of
from karum.shipping.services import state_origin, withdraw_origin

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORDER = uuid4()
GSP = statement("EU-EBA")
RCEP = statement("RCEP")
USMCA = statement("US-USMCA")
DCTS = statement("UK-DCTS-COMPREHENSIVE")
assert GSP is not None
assert RCEP is not None
assert USMCA is not None
assert DCTS is not None


def ask(**change: Any) -> OriginCard | Refused:
    facts: dict[str, Any] = {
        "seller_id": 7,
        "order_key": ORDER,
        "said": GSP,
        "scheme": "EU-EBA",
        "origin": "Rwanda",
        "reference": "",
        "criterion": "P",
        "lines": [1],
        "value": Decimal(900),
        "made_by": 3,
        "now": NOW,
    }
    return state_origin(**facts | change)


@pytest.mark.django_db
def test_a_statement_is_kept_word_for_word_and_the_newest_holds() -> None:
    assert origin_of(7, ORDER) is None
    first = ask()
    assert isinstance(first, OriginCard)
    assert first.text.startswith("The exporter of the products covered by this document declares")
    second = ask(reference="RWREX102938475", lines=[2, 1])
    assert origin_of(7, ORDER) == second
    assert isinstance(second, OriginCard)
    assert second.lines == (1, 2)
    assert "(Number of Registered Exporter RWREX102938475)" in second.text
    assert last_reference(7, "EU-GSP") == "RWREX102938475"
    assert origin_of(8, ORDER) is None


@pytest.mark.django_db
def test_a_statement_that_is_taken_back_stays_on_record() -> None:
    ask()
    withdraw_origin(seller_id=7, order_key=ORDER, made_by=3, now=NOW)
    assert origin_of(7, ORDER) is None
    assert OriginClaim.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"value": Decimal("6000.01")}, "reference", "Above EUR 6000 only a registered exporter"),
        ({"value": None}, "reference", "Above EUR 6000 only a registered exporter"),  # unknown is not below the limit
        ({"criterion": ""}, "criterion", "Say which criterion"),
        ({"lines": []}, "lines", "Choose the goods"),
        ({"said": USMCA, "criterion": "B"}, "producer", "Say who made the goods"),
        ({"said": RCEP, "value": Decimal(1)}, "reference", "Only an approved exporter"),
    ],
)
def test_what_may_not_be_stated_is_refused_at_its_field(change: dict[str, Any], field: str, said: str) -> None:
    answer = ask(**change)
    assert isinstance(answer, Refused)
    assert answer.field == field
    assert said in answer.message
    assert not OriginClaim.objects.exists()


@pytest.mark.django_db
def test_up_to_the_limit_anybody_may_and_where_there_is_none_always() -> None:
    assert isinstance(ask(value=Decimal(6000)), OriginCard)
    assert isinstance(ask(said=DCTS, scheme="UK-DCTS-COMPREHENSIVE", value=None), OriginCard)


def test_every_number_that_a_statement_asks_for_has_a_name() -> None:
    for one in proofs():
        assert not one.reference or one.reference in REFERENCE_NAMES
        assert one.reference or not needs_number(one, Decimal(10**9)), one.code
