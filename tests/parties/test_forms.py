"""The address form as others use it."""

import pytest
from django import forms
from django.conf import settings as django_settings
from django.http import QueryDict
from django.utils.translation import override

from karum.parties.domain import PostalAddress
from karum.parties.forms import address_form_for
from tests.parties.test_addresses import GOOD


def posted(address: PostalAddress, prefix: str = "") -> dict[str, str]:
    start = f"{prefix}-" if prefix else ""
    names = ("country", "name", "company", "street", "city", "area", "postal_code", "phone", "district")
    return {f"{start}{name}": getattr(address, name) for name in names}


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address.country)
def test_what_was_posted_is_the_address_that_comes_out(address: PostalAddress) -> None:
    from karum.parties.domain import tidy_address

    form = address_form_for("RW", data=posted(address), language="en")
    assert form.is_valid(), form.errors
    assert form.address == tidy_address(address)


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address.country)
def test_an_empty_form_asks_for_exactly_what_the_country_requires(address: PostalAddress) -> None:
    form = address_form_for(address.country, data={"country": address.country}, language="en")
    assert not form.is_valid()
    assert set(form.errors) == {name for name, field in form.fields.items() if field.required} - {"country"}
    assert "name" in form.errors
    assert all(field.widget.is_required == field.required for field in form.fields.values())


def test_a_querydict_and_a_prefix_work_too() -> None:
    address = GOOD[5]
    query = QueryDict(mutable=True)
    query.update(posted(address, "to"))
    form = address_form_for("", data=query, prefix="to", language="en")
    assert form.is_valid(), form.errors
    assert form.address.city == "Stoke-on-Trent"
    query["to-change_country"] = "1"
    assert address_form_for("", data=query, prefix="to", language="en").country_changed


@pytest.mark.parametrize(
    ("country", "says"), [("", "Choose a country."), ("XX", "Choose a country from the list."), ("gb", "from the list")]
)
def test_a_country_is_asked_for_first(country: str, says: str) -> None:
    form = address_form_for("", data={"country": country, "name": "A", "street": "1", "city": "B"}, language="en")
    assert not form.is_valid()
    assert says in str(form.errors["country"])


def test_browsers_can_fill_it() -> None:
    form = address_form_for("US", language="en")
    tokens = {name: field.widget.attrs["autocomplete"] for name, field in form.fields.items()}
    assert tokens["street"] == "street-address"
    assert tokens["area"] == "address-level1"
    filled = address_form_for("US", data={**posted(GOOD[6]), "area": "California"}, language="en")
    assert filled.is_valid(), filled.errors
    assert filled.address.area == "CA"


def test_an_address_begins_with_what_is_known() -> None:
    form = address_form_for("GB", initial=PostalAddress("KE", "Wanjiru", phone="+254712345678"), language="en")
    assert form.country == "KE"
    assert form["name"].value() == "Wanjiru"
    assert form["phone"].value() == "+254 712 345678"


def test_a_checkout_need_not_ask_for_a_company() -> None:
    assert "company" not in address_form_for("GB", language="en", ask_company=False).fields
    kept = address_form_for("GB", initial=PostalAddress("GB", company="Kazuri Ltd"), language="en", ask_company=False)
    assert "company" in kept.fields


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_the_form_is_whole_in_every_language(language: str) -> None:
    with override(language):
        form = address_form_for("JP", language=language)
        field = form.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        assert len(list(field.choices)) > 230  # type: ignore[arg-type]
        assert all(str(one.label) for one in form.fields.values())


def test_nonsense_in_any_field_is_answered_not_raised() -> None:
    for text in ("\x00", "💥" * 300, "<script>", "‮abc", "'; DROP TABLE", "0" * 10_000):
        form = address_form_for("GB", data=dict.fromkeys(posted(GOOD[0]), text) | {"country": "GB"}, language="en")
        assert not form.is_valid()
        assert form.as_p()
