"""Addresses by the rules of their countries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.parties.domain import (
    PostalAddress,
    address_form,
    address_lines,
    check_address,
    format_address,
    known_country,
    tidy_address,
)
from karum.parties.locale import COUNTRIES

GOOD = [
    PostalAddress("JP", "山田 花子", street="神田神保町1-2-3", area="東京都", postal_code="101-0051"),
    PostalAddress("KR", "김 지우", street="세종대로 110", city="중구", area="서울특별시", postal_code="04524"),
    PostalAddress(
        "CN", "王小明", street="中山路1号", city="广州市", district="越秀区", area="广东省", postal_code="510000"
    ),
    PostalAddress("BR", "Ana Souza", street="Rua Augusta, 1", city="São Paulo", area="SP", postal_code="01305-000"),
    PostalAddress("AE", "Fatima Ali", street="Villa 5, Al Wasl Rd", area="Dubai"),
    PostalAddress("GB", "Ann Lee", street="1 High Street", city="Stoke-on-Trent", postal_code="ST4 7QQ"),
    PostalAddress("US", "Jo Doe", street="1 Main St\nApt 2", city="Cupertino", area="CA", postal_code="95014"),
    PostalAddress("CA", "Léa Roy", street="1 rue Ste-Catherine", city="Montréal", area="QC", postal_code="H3Z 2Y7"),
    PostalAddress("KE", "Wanjiru Kamau", street="Moi Avenue 12", city="Nairobi"),
    PostalAddress("RW", "Immaculée Uwase", street="KN 5 Rd 14", city="Kigali"),
    PostalAddress("FR", "Zoé Martin", street="1 rue de la Paix", city="Paris", postal_code="75002"),
    PostalAddress("HK", "Chan Tai Man", street="1 Nathan Road", city="Tsim Sha Tsui", area="Kowloon"),
    PostalAddress("IN", "Asha Rao", street="1 MG Road", city="Bengaluru", area="Karnataka", postal_code="560001"),
    PostalAddress("DE", "Eva Groß", street="Hauptstraße 1", city="Berlin", postal_code="10115"),
    PostalAddress("IE", "Aoife Byrne", street="1 O'Connell Street", city="Dublin"),
    PostalAddress("CH", "Reto Frei", street="Bahnhofstrasse 1", city="Zürich", postal_code="8001"),
    PostalAddress("NO", "Kari Dahl", street="Karl Johans gate 1", city="Oslo", postal_code="0154"),
    PostalAddress("VN", "Nguyễn An", street="1 Tràng Tiền", city="Hoàn Kiếm", area="Hà Nội"),
    PostalAddress("AU", "Sam Hill", street="1 George St", city="Sydney", area="NSW", postal_code="2000"),
]


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address.country)
def test_a_good_address_is_never_refused(address: PostalAddress) -> None:
    assert check_address(address) == {}


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address.country)
def test_a_label_loses_nothing_and_ends_with_the_country(address: PostalAddress) -> None:
    lines = format_address(address)
    text = "\n".join(lines).casefold()
    assert address.name.casefold() in text
    assert address.postal_code.casefold() in text
    assert all(part.casefold() in text for part in address.street.splitlines())
    assert address.city.casefold() in text
    assert lines[-1].isascii()
    assert lines[-1] == lines[-1].upper()


def test_a_label_is_written_as_the_country_writes_it() -> None:
    by_country = {address.country: address for address in GOOD}
    assert format_address(by_country["GB"]) == [
        "Ann Lee",
        "1 High Street",
        "STOKE-ON-TRENT",
        "ST4 7QQ",
        "UNITED KINGDOM",
    ]
    assert format_address(by_country["US"]) == ["Jo Doe", "1 Main St", "Apt 2", "CUPERTINO, CA 95014", "UNITED STATES"]
    assert format_address(by_country["DE"]) == ["Eva Groß", "Hauptstraße 1", "10115 BERLIN", "GERMANY"]
    assert format_address(by_country["CH"])[-2] == "CH-8001 Zürich"
    assert format_address(by_country["AE"])[-2:] == ["Dubai", "UNITED ARAB EMIRATES"]


def test_japan_has_latin_letters_abroad_and_its_own_order_at_home() -> None:
    tokyo = GOOD[0]
    assert "TOKYO" in format_address(tokyo)[-3]
    assert format_address(tokyo, international=False)[:2] == ["〒101-0051", "東京都"]


def test_what_a_form_of_the_country_does_not_have_still_stands_on_the_label() -> None:
    assert format_address(PostalAddress("RW", "A", street="KN 5", city="Kigali", area="Gasabo")) == [
        "A", "KN 5", "Gasabo", "KIGALI", "RWANDA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "field", "label"),
    [
        ("US", "area", "State"),
        ("US", "postal_code", "ZIP code"),
        ("CA", "area", "Province"),
        ("JP", "area", "Prefecture"),
        ("AE", "area", "Emirate"),
        ("IE", "area", "County"),
        ("IE", "postal_code", "Eircode"),
        ("IN", "postal_code", "PIN code"),
        ("GB", "postal_code", "Postcode"),
        ("FR", "postal_code", "Postal code"),
        ("HK", "area", "Area"),
        ("BR", "district", "Neighbourhood"),
        ("KR", "area", "Province or metropolitan city"),
    ],
)
def test_fields_have_the_names_that_people_there_use(country: str, field: str, label: str) -> None:
    assert address_form(country)[field].label == label


@pytest.mark.parametrize("country", ["AE", "HK", "RW"])
def test_no_postcode_is_asked_where_there_is_none(country: str) -> None:
    assert "postal_code" not in address_form(country)


@pytest.mark.parametrize(("country", "field"), [("KE", "postal_code"), ("IE", "area"), ("IE", "postal_code")])
def test_what_the_post_can_do_without_is_optional(country: str, field: str) -> None:
    assert not address_form(country)[field].required


def test_choices_are_in_the_readers_letters() -> None:
    assert ("東京都", "Tokyo") in address_form("JP", language="en")["area"].choices
    assert ("広島県", "広島県") in address_form("JP", language="ja")["area"].choices
    assert ("إمارة دبيّ", "Dubai") in address_form("AE", language="fr")["area"].choices
    assert ("إمارة دبيّ", "دبي") in address_form("AE", language="ar")["area"].choices


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", "st47qq", "ST4 7QQ"),
        ("GB", "ec1y8sy", "EC1Y 8SY"),
        ("CA", "h3z2y7", "H3Z 2Y7"),
        ("JP", "１０１００５１", "101-0051"),
        ("JP", "〒101-0051", "101-0051"),
        ("BR", "01305000", "01305-000"),
        ("IE", "a65f4e2", "A65 F4E2"),
        ("US", "95014", "95014"),
        ("US", "950141234", "95014-1234"),
        ("DE", "D-10115", "D-10115"),
        ("CH", "CH-8001", "8001"),
        ("IN", "५६०००१", "560001"),
    ],
)
def test_a_postcode_gets_its_gap_and_plain_digits(country: str, typed: str, kept: str) -> None:
    assert tidy_address(PostalAddress(country, postal_code=typed)).postal_code == kept


@pytest.mark.parametrize(
    ("address", "field", "says"),
    [
        (PostalAddress("GB", "A", street="1 St", city="Leeds", postal_code="12345"), "postal_code", "EC1Y 8SY"),
        (PostalAddress("DE", "A", street="1 St", city="Ulm", postal_code="123"), "postal_code", "26133"),
        (PostalAddress("US", "A", street="1 St", city="X", area="NY", postal_code="95014"), "postal_code", "New York"),
        (PostalAddress("CA", "A", street="1 St", city="X", area="BC", postal_code="H3Z 2Y7"), "postal_code", "British"),
        (PostalAddress("US", "A", street="1 St", city="X", area="ZZ", postal_code="95014"), "area", "list"),
        (PostalAddress("FR", "A", street="1 rue", postal_code="75002"), "city", "needs this"),
        (PostalAddress("FR", street="1 rue", city="Paris", postal_code="75002"), "name", "full name"),
        (PostalAddress("JP", "A", street="1-2-3", postal_code="101-0051"), "area", "Choose one"),
        (PostalAddress("KE", "A", street="1 St", city="Nairobi", phone="12"), "phone", "+254"),
        (PostalAddress("XX", "A"), "country", "list"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(address: PostalAddress, field: str, says: str) -> None:
    messages = check_address(address)
    assert set(messages) == {field}
    assert says in messages[field]


def test_an_area_may_be_written_by_its_name() -> None:
    assert tidy_address(PostalAddress("US", area="new york")).area == "NY"
    assert tidy_address(PostalAddress("JP", area="Tokyo")).area == "東京都"
    assert tidy_address(PostalAddress("BR", area="sao paulo")).area == "SP"


def test_a_phone_is_kept_as_the_world_dials_it_and_shown_with_gaps() -> None:
    tidy = tidy_address(PostalAddress("KE", "A", street="1 St", city="Nairobi", phone="0712 345678"))
    assert tidy.phone == "+254712345678"
    assert address_lines(tidy)[-1] == "+254 712 345678"


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_country_has_a_form_and_a_label(country: str) -> None:
    form = address_form(country)
    assert form.fields[0].name == "name"
    assert form["name"].required
    assert form.fields[-1].name == "phone"
    full = {
        field.name: (field.choices[0][0] if field.choices else "Word") for field in form.fields if field.name != "phone"
    }
    lines = format_address(PostalAddress(country, **full))
    assert lines[-1]


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.sampled_from(["GB", "JP", "US", "RW", "AE", "FR", "BR", "XX"]), words, words, words, words, words)
def test_checking_and_tidying_never_fail_and_tidying_twice_changes_nothing(
    country: str, name: str, street: str, city: str, area: str, code: str
) -> None:
    once = tidy_address(PostalAddress(country, name, "", street, city, area, code))
    assert tidy_address(once) == once
    assert check_address(once) == check_address(PostalAddress(country, name, "", street, city, area, code))
    assert format_address(once)


def test_unknown_countries_are_known_to_be_unknown() -> None:
    assert known_country("RW")
    assert not known_country("XX")
    assert not known_country("rw")
    assert not known_country("../../etc/passwd")
