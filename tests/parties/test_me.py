"""A person's own pages: details, addresses, where she works."""

import pytest
from django.test import Client

from karum.parties import queries, services
from karum.parties.domain import PostalAddress
from karum.parties.models import Address, Person
from karum.parties.queries import BusinessCard

NAIROBI = PostalAddress("KE", "Wanjiru Kamau", street="Moi Avenue 12", city="Nairobi")
LEEDS = {"country": "GB", "name": "Ann Lee", "street": "1 High St", "city": "Leeds", "postal_code": "ls1 1aa"}


@pytest.fixture
def she(client: Client, wanjiru: Person) -> Client:
    client.force_login(wanjiru)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/me", "/me/addresses/new", "/me/addresses/1", "/me/addresses/1/remove"])
def test_a_stranger_is_sent_to_the_door(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/account/login/?next={path}"


def test_my_page_shows_where_i_work_and_my_addresses(client: Client, immaculee: Person, coop: BusinessCard) -> None:
    services.save_address(immaculee, PostalAddress("RW", "Immaculée Uwase", street="KN 5 Rd 14", city="Kigali"))
    client.force_login(immaculee)
    page = client.get("/me").content.decode()
    assert "Kopakama" in page
    assert "Owner" in page
    assert f"/desk/{coop.slug}" in page
    assert "KIGALI" in page


def test_details_are_kept(she: Client, wanjiru: Person) -> None:
    given = {"full_name": "Wanjirũ K.", "language": "fr", "country": "KE", "phone": "0712 345 678"}
    assert she.post("/me", given).status_code == 302
    wanjiru.refresh_from_db()
    assert (wanjiru.full_name, wanjiru.language, wanjiru.phone) == ("Wanjirũ K.", "fr", "+254712345678")
    assert '<html lang="fr"' in she.get("/me").content.decode()


def test_a_wrong_phone_is_said_at_the_field_and_kept(she: Client, wanjiru: Person) -> None:
    response = she.post("/me", {"full_name": "W", "language": "en", "country": "KE", "phone": "12"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "too short" in page
    assert 'value="12"' in page
    wanjiru.refresh_from_db()
    assert wanjiru.full_name == "Wanjiru Kamau"


def test_the_first_address_is_the_default_and_a_new_default_replaces_it(she: Client, wanjiru: Person) -> None:
    services.save_address(wanjiru, NAIROBI)
    assert she.post("/me/addresses/new", LEEDS).status_code == 302
    first, second = queries.addresses_of(wanjiru)
    assert (first.address, first.is_default) == (NAIROBI, True)
    assert (second.address.postal_code, second.is_default) == ("LS1 1AA", False)
    she.post(f"/me/addresses/{second.id}/default")
    assert [card.address.city for card in queries.addresses_of(wanjiru)] == ["Leeds", "Nairobi"]
    assert Address.objects.filter(is_default=True).count() == 1


def test_a_wrong_address_is_said_at_its_field_and_nothing_typed_is_lost(she: Client) -> None:
    response = she.post("/me/addresses/new", {**LEEDS, "postal_code": "12345"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_postal_code_error"' in page
    assert "It should look like EC1Y 8SY" in page
    assert 'value="12345"' in page
    assert "1 High St" in page
    assert not Address.objects.exists()


def test_the_country_changes_without_script_and_keeps_what_was_typed(she: Client) -> None:
    response = she.post("/me/addresses/new", {**LEEDS, "country": "JP", "change_country": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Prefecture" in page
    assert 'name="city"' not in page
    assert "Ann Lee" in page
    assert "1 High St" in page
    assert "field__error" not in page


def test_who_comes_back_to_the_first_country_finds_her_town_again(she: Client, wanjiru: Person) -> None:
    there = she.post("/me/addresses/new", {**LEEDS, "country": "JP", "change_country": "1"}).content.decode()
    assert 'name="kept_city" value="Leeds"' in there
    japan = {"country": "JP", "name": "Ann Lee", "street": "1-2-3", "kept_city": "Leeds", "kept_phone": "1"}
    wrong = she.post("/me/addresses/new", japan).content.decode()
    assert 'name="kept_city" value="Leeds"' in wrong
    back = she.post("/me/addresses/new", {**japan, "country": "GB", "change_country": "1"}).content.decode()
    assert 'name="city" value="Leeds"' in back
    she.post("/me/addresses/new", {**japan, "area": "東京都", "postal_code": "101-0051"})
    assert queries.addresses_of(wanjiru)[0].address.city == ""


def test_an_address_is_changed_and_removed(she: Client, wanjiru: Person) -> None:
    kept = services.save_address(wanjiru, NAIROBI)
    assert isinstance(kept, queries.AddressCard)
    page = she.get(f"/me/addresses/{kept.id}").content.decode()
    assert "Moi Avenue 12" in page
    she.post(f"/me/addresses/{kept.id}", {"country": "KE", "name": "W K", "street": "Moi Avenue 13", "city": "Nairobi"})
    assert queries.addresses_of(wanjiru)[0].address.street == "Moi Avenue 13"
    assert "Moi Avenue 13" in she.get(f"/me/addresses/{kept.id}/remove").content.decode()
    she.post(f"/me/addresses/{kept.id}/remove")
    assert queries.addresses_of(wanjiru) == []


def test_when_the_default_goes_the_newest_takes_its_place(wanjiru: Person) -> None:
    cards = [services.save_address(wanjiru, PostalAddress("RW", name, street="KN 5", city="Kigali")) for name in "ABC"]
    assert all(isinstance(card, queries.AddressCard) for card in cards)
    services.remove_address(wanjiru, cards[0].id)  # type: ignore[union-attr]
    assert [(card.address.name, card.is_default) for card in queries.addresses_of(wanjiru)] == [
        ("C", True),
        ("B", False),
    ]


def test_the_same_address_is_not_kept_twice(wanjiru: Person) -> None:
    assert services.save_address(wanjiru, NAIROBI) == services.save_address(wanjiru, NAIROBI)
    assert Address.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "tail"), [("get", ""), ("post", ""), ("post", "/default"), ("get", "/remove"), ("post", "/remove")]
)
def test_nobody_touches_somebody_elses_address(she: Client, immaculee: Person, method: str, tail: str) -> None:
    hers = services.save_address(immaculee, PostalAddress("RW", "I U", street="KN 5", city="Kigali"))
    assert isinstance(hers, queries.AddressCard)
    response = getattr(she, method)(f"/me/addresses/{hers.id}{tail}", LEEDS)
    assert response.status_code == 404
    assert queries.addresses_of(immaculee) == [hers]


def test_the_language_of_the_account_is_spoken_where_no_cookie_says_otherwise(
    client: Client, immaculee: Person
) -> None:
    from tests.parties.conftest import newest_code

    client.post("/account/login/", {"email": immaculee.email})
    client.post("/account/login/code/", {"code": newest_code(immaculee.email)})
    assert '<html lang="fr"' in client.get("/me").content.decode()
    client.cookies["locale"] = "RW.sw.RWF"
    assert '<html lang="sw"' in client.get("/me").content.decode()
