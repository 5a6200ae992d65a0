"""Businesses: profile, numbers, verifications."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from karum.parties import queries, services
from karum.parties.domain import PostalAddress, is_current
from karum.parties.forms import BusinessForm, IdentifierForm, InvitationForm
from karum.parties.models import Business, Identifier, Verification
from karum.parties.queries import BusinessCard

TODAY = timezone.localdate()


def test_a_card_has_what_pages_and_papers_need(coop: BusinessCard) -> None:
    assert (coop.slug, coop.name, coop.legal_name, coop.city) == (
        "kopakama",
        "Kopakama",
        "Koperative Kopakama",
        "Rutsiro",
    )
    assert coop.address == PostalAddress("RW", company="Kopakama", street="KN 5 Rd 14", city="Rutsiro")
    assert not coop.verified
    assert queries.businesses([coop.id, 0]) == {coop.id: coop}
    assert queries.business_by_slug("kopakama") == coop
    assert queries.business_by_slug("nobody") is None


@pytest.mark.django_db
def test_slugs_are_never_shared() -> None:
    slugs = [
        services.create_business(name=name, country="VN", currency="VND").slug for name in ("Lụa Đẹp", "Lua Dep", "绸")
    ]
    assert len(set(slugs)) == 3
    assert slugs[2] == "shop"


@pytest.mark.django_db
def test_a_firm_without_an_address_still_has_a_country() -> None:
    card = services.create_business(name="A", country="VN", currency="VND")
    assert card.address == PostalAddress("VN", company="A")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"country": "XX"}, {"currency": "ZZZ"}])
def test_a_firm_needs_a_real_country_and_currency(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        services.create_business(**{"name": "A", "country": "VN", "currency": "VND", **wrong})  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        Business.objects.create(slug="x", name="x", country="vn", currency="VND")


def test_the_profile_is_edited_but_country_and_currency_stay(coop: BusinessCard) -> None:
    form = BusinessForm(
        {"name": "Kopakama", "language": "fr", "kind": "cooperative", "story": "Café", "founded": "1998"}, card=coop
    )
    assert "currency" not in form.fields
    assert form.is_valid(), form.errors
    card = services.edit_business(coop.id, **form.cleaned_data)
    assert (card.story, card.founded, card.currency) == ("Café", 1998, "RWF")
    with pytest.raises(AssertionError):
        services.edit_business(coop.id, currency="USD")


@pytest.mark.django_db
def test_founding_asks_for_country_and_currency() -> None:
    form = BusinessForm({"name": "", "language": "en", "country": "XX", "founded": "98"})
    assert set(form.errors) == {"name", "country", "currency", "founded"}
    good = BusinessForm({"name": "A", "language": "en", "country": "RW", "currency": "RWF"})
    assert good.is_valid(), good.errors


def test_numbers_are_checked_and_kept_once(coop: BusinessCard) -> None:
    assert services.add_identifier(coop.id, "iban", "DE89 3704 0044 0532 0130 00") == queries.IdentifierCard(
        "iban", "DE89370400440532013000"
    )
    services.add_identifier(coop.id, "iban", "DE89370400440532013000")
    services.add_identifier(coop.id, "tin", "101 234 567")
    refused = services.add_identifier(coop.id, "iban", "DE89370400440532013001")
    assert isinstance(refused, services.Refused)
    card = queries.business(coop.id)
    assert [one.scheme for one in card.identifiers] == ["iban", "tin"]
    assert card.identifier("tin") == "101 234 567"
    assert card.identifier("eori") == ""
    assert Identifier.objects.get(scheme="tin").checked_at is None
    assert Identifier.objects.get(scheme="iban").checked_at is not None
    services.remove_identifier(coop.id, "tin", "101 234 567")
    assert queries.business(coop.id).identifier("tin") == ""


def test_the_form_of_a_number_says_what_is_wrong() -> None:
    form = IdentifierForm({"scheme": "vat", "value": "DE136695978"}, country="DE")
    assert "check digit" in str(form.errors["value"])
    good = IdentifierForm({"scheme": "vat", "value": "136 695 976"}, country="DE")
    assert good.is_valid()
    assert good.cleaned_data["value"] == "DE136695976"


def test_the_form_of_an_invitation_reads_roles() -> None:
    form = InvitationForm({"email": "a@example.org", "role": "2"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["role"].name == "MANAGER"
    assert not InvitationForm({"email": "a@example.org", "role": "9"}).is_valid()


def test_a_verification_is_a_dated_statement_with_a_scope(coop: BusinessCard) -> None:
    number = services.verify(
        coop.id,
        "registration",
        "Entered in the register of co-operatives under RCA/0123/2009.",
        checked_by="Rwanda Cooperative Agency desk",
        checked_on=TODAY - timedelta(days=10),
        valid_until=TODAY + timedelta(days=355),
        method="Compared with the register's website",
    )
    assert isinstance(number, int)
    (statement,) = queries.verifications(coop.id)
    assert (statement.scope, statement.current, statement.method) == (
        "registration", True, "Compared with the register's website",
    )  # fmt: skip
    assert queries.business(coop.id).verified
    services.withdraw_verification(coop.id, number, "The entry was deleted")
    (ended,) = queries.verifications(coop.id)
    assert (ended.current, ended.withdrawn_on, ended.withdrawn_why) == (False, TODAY, "The entry was deleted")
    assert not queries.business(coop.id).verified


@pytest.mark.parametrize(
    ("begins", "ends", "verified"), [(-10, None, True), (-10, -1, False), (-10, 0, True), (0, 0, True)]
)
def test_the_badge_speaks_for_today_only(coop: BusinessCard, begins: int, ends: int | None, verified: bool) -> None:
    until = None if ends is None else TODAY + timedelta(days=ends)
    services.verify(
        coop.id, "visit", "Seen.", checked_by="us", checked_on=TODAY + timedelta(days=begins), valid_until=until
    )
    assert queries.business(coop.id).verified is verified
    row = Verification.objects.get()
    assert is_current(row.checked_on, row.valid_until, row.withdrawn_on, TODAY) is verified


def test_a_bank_account_that_was_checked_is_no_badge(coop: BusinessCard) -> None:
    services.verify(coop.id, "bank", "The account is in the firm's name.", checked_by="us", checked_on=TODAY)
    assert not queries.business(coop.id).verified


def test_a_verification_without_its_facts_is_refused(coop: BusinessCard) -> None:
    refused = services.verify(
        coop.id, "magic", " ", checked_by="", checked_on=TODAY + timedelta(days=1), valid_until=date(2000, 1, 1)
    )
    assert isinstance(refused, services.Refused)
    assert set(refused.messages) == {"scope", "statement", "checked_by", "checked_on", "valid_until"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(business_id=coop.id, scope="visit", checked_on=TODAY, valid_until=date(2000, 1, 1))


def test_reading_many_firms_asks_the_database_twice(coop: BusinessCard, django_assert_num_queries: object) -> None:
    for number in range(5):
        services.create_business(name=f"Firm {number}", country="VN", currency="VND")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.all_businesses()) == 6
