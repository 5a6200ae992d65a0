"""What a shop allows its buyers: the form, its bounds, and who may change it."""

from collections.abc import Callable

import pytest
from django.test import Client

from karum.money import Money
from karum.orders.domain.instalments import SellerTerms
from karum.orders.queries import payment_terms
from tests.desk.conftest import Firm

WANTED = {"deposit": "on", "share": "30", "from_": "500", "days": "10", "cash": "on"}


def allowed(firm: Firm) -> SellerTerms:
    return payment_terms([firm.card.id])[firm.card.id]


def test_the_owner_sets_a_deposit_and_cash_and_takes_both_back(firm: Firm, owner: Client) -> None:
    assert allowed(firm) == SellerTerms()
    assert owner.post(firm.url("terms"), WANTED)["Location"] == firm.url("profile")
    assert allowed(firm) == SellerTerms(3000, Money(50_000, "GBP"), 10, cash=True)
    assert "£500.00 or more: 30%" in owner.get(firm.url("profile")).text
    owner.post(firm.url("terms"), {"share": "", "days": ""})
    assert allowed(firm) == SellerTerms()


@pytest.mark.parametrize(
    "wrong",
    [{"share": "9"}, {"share": "51"}, {"share": ""}, {"days": "2"}, {"days": "31"}, {"from_": "much"}, {"from_": "-1"}],
)
def test_what_is_outside_of_the_hubs_bounds_is_said_and_nothing_is_kept(
    firm: Firm, owner: Client, wrong: dict[str, str]
) -> None:
    answer = owner.post(firm.url("terms"), WANTED | wrong)
    assert (answer.status_code, allowed(firm)) == (422, SellerTerms())


def test_only_the_owner_decides(firm: Firm, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("packer").post(firm.url("terms"), WANTED).status_code in (403, 404)
    assert signed_in("manager").post(firm.url("terms"), WANTED).status_code in (403, 404)
    assert allowed(firm) == SellerTerms()
