"""Sign-in: a code by e-mail for those who come back and those who are new, limits, and no way around them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from karum.parties import services, tasks
from karum.parties.domain import Role
from karum.parties.models import Letter, Person
from tests.parties.conftest import newest_code

LOGIN, CODE = "/account/login/", "/account/login/code/"


def signed_in(client: Client) -> Person | None:
    person = get_user(client)
    return person if isinstance(person, Person) else None


def ask(client: Client, email: str, **more: str) -> str:
    """Ask for a code and return it."""
    response = client.post(LOGIN, {"email": email, **more})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].startswith(CODE)
    return newest_code(email)


def test_someone_known_comes_in_with_the_code_of_her_letter(client: Client, wanjiru: Person) -> None:
    code = ask(client, "Wanjiru@Example.org".lower())
    page = client.get(CODE)
    assert "wanjiru@example.org" in page.content.decode()
    response = client.post(CODE, {"code": code})
    assert response.status_code == 302
    assert response["Location"] == "/me"
    assert signed_in(client) == wanjiru


def test_capitals_in_the_address_do_not_matter(client: Client, wanjiru: Person) -> None:
    client.post(LOGIN, {"email": "WANJIRU@example.org"})
    code = newest_code("wanjiru@example.org")
    client.post(CODE, {"code": code})
    assert signed_in(client) == wanjiru
    assert Person.objects.count() == 1


@pytest.mark.parametrize("alike", ["wanjıru@example.org", "WANJıRU@EXAMPLE.ORG"])
def test_an_address_that_only_looks_like_hers_opens_an_account_of_its_own(
    client: Client, wanjiru: Person, alike: str
) -> None:
    client.post(LOGIN, {"email": alike})
    client.post(CODE, {"code": newest_code(alike.lower())}, follow=True)
    found = signed_in(client)
    assert found is not None
    assert (found.pk == wanjiru.pk, found.email) == (False, alike.lower())
    wanjiru.refresh_from_db()
    assert wanjiru.email == "wanjiru@example.org"
    assert not Letter.objects.filter(recipient="wanjiru@example.org").exists()


@pytest.mark.django_db
def test_someone_new_begins_with_her_first_code(client: Client) -> None:
    client.cookies["locale"] = "KE.sw.KES"
    code = ask(client, "new@example.org")
    client.post(CODE, {"code": code})
    person = signed_in(client)
    assert person is not None
    assert (person.email, person.language, person.country) == ("new@example.org", "sw", "KE")
    assert not person.has_usable_password()


def test_known_and_unknown_addresses_get_the_same_answer(wanjiru: Person) -> None:
    pages = []
    for email in ("wanjiru@example.org", "someone@example.org"):
        client = Client()
        client.post(LOGIN, {"email": email})
        page = client.get(CODE).content.decode()
        pages.append(page.replace(email, "EMAIL"))
        body = Letter.objects.get(recipient=email).body
        assert "code" in body
    without_tokens = [[line for line in page.splitlines() if "csrf" not in line] for page in pages]
    assert without_tokens[0] == without_tokens[1]


def test_the_code_may_be_typed_without_dash_with_blanks_and_in_other_digits(client: Client, wanjiru: Person) -> None:
    code = ask(client, wanjiru.email)
    arabic = " ".join(code.replace("-", "")).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    client.post(CODE, {"code": arabic})
    assert signed_in(client) == wanjiru


def test_a_wrong_code_is_said_at_the_field_and_the_fifth_ends_it(client: Client, wanjiru: Person) -> None:
    code = ask(client, wanjiru.email)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    for _try in range(4):
        page = client.post(CODE, {"code": wrong}).content.decode()
        assert "This is not the code in our letter" in page
        assert 'aria-invalid="true"' in page
        assert f'value="{wrong}"' in page
    response = client.post(CODE, {"code": wrong}, follow=True)
    assert "Too many tries" in response.content.decode()
    client.post(CODE, {"code": code})
    assert signed_in(client) is None


def test_an_old_code_is_worthless(client: Client, wanjiru: Person, settings: object) -> None:
    code = ask(client, wanjiru.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1  # type: ignore[attr-defined]
    client.post(CODE, {"code": code})
    assert signed_in(client) is None


def test_a_code_works_once_and_only_where_it_was_asked_for(client: Client, wanjiru: Person) -> None:
    code = ask(client, wanjiru.email)
    stranger = Client()
    stranger.post(CODE, {"code": code})
    assert signed_in(stranger) is None
    client.post(CODE, {"code": code})
    client.post("/account/logout/")
    client.post(CODE, {"code": code})
    assert signed_in(client) is None


def test_another_code_replaces_the_first(client: Client, wanjiru: Person) -> None:
    first = ask(client, wanjiru.email)
    page = client.post(CODE, {"action": "resend"}, follow=True).content.decode()
    assert "is on its way" in page
    second = newest_code(wanjiru.email)
    if first != second:
        assert "not the code" in client.post(CODE, {"code": first}).content.decode()
    client.post(CODE, {"code": second})
    assert signed_in(client) == wanjiru


def test_letters_to_one_address_are_limited(wanjiru: Person) -> None:
    for _letter in range(5):
        assert Client().post(LOGIN, {"email": wanjiru.email}).status_code == 302
    page = Client().post(LOGIN, {"email": wanjiru.email})
    assert page.status_code == 200
    assert "Too many letters" in page.content.decode()
    assert Letter.objects.count() == 5


@pytest.mark.django_db
def test_letters_from_one_place_are_limited() -> None:
    for number in range(20):
        assert Client().post(LOGIN, {"email": f"n{number}@example.org"}).status_code == 302
    assert Client().post(LOGIN, {"email": "n20@example.org"}).status_code == 200
    assert Person.objects.count() == 20


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "says"), [("", "Write your e-mail"), ("wanjiru@", "does not look like")])
def test_a_bad_address_is_said_at_the_field_and_kept(client: Client, email: str, says: str) -> None:
    page = client.post(LOGIN, {"email": email}).content.decode()
    assert says in page
    assert 'aria-describedby="id_email_error"' in page
    assert f'value="{email}"' in page or not email


def test_a_form_from_elsewhere_is_refused(wanjiru: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN, {"email": wanjiru.email}).status_code == 403
    assert Letter.objects.count() == 0


def test_a_closed_account_gets_no_code(client: Client, wanjiru: Person) -> None:
    Person.objects.update(is_active=False)
    client.post(LOGIN, {"email": wanjiru.email})
    letter = Letter.objects.get()
    assert "closed" in letter.subject
    assert not any(part.isdigit() for part in letter.body.split())


def test_who_came_from_a_page_goes_back_there_but_never_elsewhere(wanjiru: Person) -> None:
    for wanted, reached in (("/cart", "/cart"), ("https://evil.example/", "/me"), ("//evil.example", "/me")):
        client = Client()
        response = client.post(f"{LOGIN}?next={wanted}", {"email": wanjiru.email, "next": wanted})
        response = client.post(response["Location"], {"code": newest_code(wanjiru.email), "next": wanted})
        assert response["Location"] == reached


def test_who_is_signed_in_is_not_asked_again(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    assert client.get(LOGIN)["Location"] == "/me"


@pytest.mark.django_db
def test_signing_up_is_the_same_door(client: Client) -> None:
    assert client.get("/account/signup/?next=/cart")["Location"] == f"{LOGIN}?next=/cart"


@pytest.mark.django_db
def test_there_is_nothing_about_passwords(client: Client) -> None:
    for name in ("account_change_password", "account_set_password", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/account/password/reset/", "/account/password/set/", "/account/2fa/totp/activate/"):
        assert client.get(path).status_code == 404
    assert 'type="password"' not in client.get(LOGIN).content.decode()


def test_another_letter_to_another_address(client: Client, wanjiru: Person) -> None:
    ask(client, "typo@example.org")
    assert client.get(LOGIN)["Location"].startswith(CODE)
    assert client.get(f"{LOGIN}?again=1").status_code == 200
    client.post(CODE, {"code": ask(client, wanjiru.email)})
    assert signed_in(client) == wanjiru


def test_an_address_that_somebody_only_claims_leads_to_nobody(client: Client, wanjiru: Person) -> None:
    """Otherwise Wanjiru could make the real owner of the address work in Wanjiru's account."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=wanjiru, email="other@example.org", verified=False)
    client.post(CODE, {"code": ask(client, "other@example.org")})
    assert signed_in(client) != wanjiru
    assert signed_in(client) is not None


@pytest.mark.django_db
def test_people_who_never_showed_their_code_are_forgotten(client: Client, member: Callable[[Role], Person]) -> None:
    packer = member(Role.PACKER)
    ask(client, "never@example.org")
    assert services.forget_unconfirmed(timezone.now() - timedelta(hours=1)) == 0
    assert services.forget_unconfirmed(timezone.now() + timedelta(hours=1)) == 1
    assert Person.objects.filter(id=packer.id).exists()


def test_each_night_what_is_over_is_forgotten(client: Client, wanjiru: Person) -> None:
    ask(client, wanjiru.email)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_limits SET expires = now() - interval '1 minute'")
        assert cursor.rowcount > 0
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    tasks.sweep(timestamp=0)
    assert not Session.objects.exists()
    assert services.forget_old_limits() == 0
    assert Person.objects.filter(id=wanjiru.id).exists()


def test_signing_out_asks_first(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    client.cookies["locale"] = "KE.en.KES"
    assert "drafts that are kept on this device are deleted" in client.get("/account/logout/").text
    assert signed_in(client) == wanjiru
    assert "storage" in client.post("/account/logout/").headers["Clear-Site-Data"]
    assert signed_in(client) is None


def test_the_letter_speaks_the_language_of_the_page(client: Client, wanjiru: Person) -> None:
    client.cookies["locale"] = "KE.en.KES"
    ask(client, wanjiru.email)
    letter = Letter.objects.get()
    assert letter.recipient == wanjiru.email
    assert "15 minutes" in letter.body


def test_changing_the_address_needs_a_fresh_code_and_a_code_to_the_new_one(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    response = client.get("/account/email/")
    assert response["Location"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    client.post(response["Location"], {"action": "send", "next": "/account/email/"})
    again = client.post("/account/reauthenticate/", {"code": newest_code(wanjiru.email), "next": "/account/email/"})
    assert again["Location"] == "/account/email/"
    page = client.get("/account/email/")
    assert page.status_code == 200
    client.post("/account/email/", {"email": "wk@example.org", "action_add": ""})
    wanjiru.refresh_from_db()
    assert wanjiru.email == "wanjiru@example.org"
    page = client.get("/account/email/confirm/").content.decode()
    assert "wk@example.org" in page
    client.post("/account/email/confirm/", {"code": newest_code("wk@example.org")})
    wanjiru.refresh_from_db()
    assert wanjiru.email == "wk@example.org"
    assert Letter.objects.filter(recipient="wanjiru@example.org", subject__contains="changed").exists()


def test_the_address_of_somebody_else_cannot_be_taken(client: Client, wanjiru: Person, immaculee: Person) -> None:
    client.force_login(wanjiru)
    client.post("/account/reauthenticate/", {"action": "send"})
    client.post("/account/reauthenticate/", {"code": newest_code(wanjiru.email)})
    client.post("/account/email/", {"email": immaculee.email, "action_add": ""}, follow=True)
    page = client.post("/account/email/confirm/", {"code": newest_code(immaculee.email)}, follow=True)
    assert "This address belongs to another account" in page.content.decode()
    wanjiru.refresh_from_db()
    assert wanjiru.email == "wanjiru@example.org"


def test_too_many_tries_get_a_page_that_helps(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    for _try in range(20):
        assert client.post("/account/reauthenticate/", {"action": "send"}).status_code == 302
    response = client.post("/account/reauthenticate/", {"action": "send"})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_saying_again_who_you_are_has_five_tries(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    client.post("/account/reauthenticate/", {"action": "send"})
    code = newest_code(wanjiru.email)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    for _try in range(4):
        assert "not the code" in client.post("/account/reauthenticate/", {"code": wrong}).content.decode()
    client.post("/account/reauthenticate/", {"code": wrong})
    client.post("/account/reauthenticate/", {"code": code})
    assert client.get("/account/email/").status_code == 302
