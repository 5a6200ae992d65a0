"""The link in a letter, the page of switches, and the door for devices."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.notices.domain.kinds import KINDS
from karum.notices.models import Choice, Device
from karum.notices.queries import Wanted, devices_of, wanted
from karum.notices.services import Kind
from karum.notices.services.off_links import off_link
from karum.parties import services
from karum.parties.domain import Role
from karum.parties.models import Person
from tests.hostile import NASTY, broken_forms

from .push_service import HOST, Browser

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def off_path(email: str, kind: Kind) -> str:
    return "/notices/off/" + off_link(email, kind).rsplit("/", 1)[1]


@pytest.mark.django_db
def test_a_mail_program_ends_letters_with_one_request_that_has_no_cookie_and_no_token() -> None:
    path = off_path("guest@example.org", Kind.TALK)
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not wanted(Kind.TALK, {"guest@example.org": None})["guest@example.org"].by_email


@pytest.mark.django_db
def test_looking_at_the_link_changes_nothing(client: Client) -> None:
    path = off_path("guest@example.org", Kind.TALK)
    page = client.get(path)
    assert page.status_code == 200
    assert client.head(path).status_code == 200
    assert not Choice.objects.exists()
    assert "guest@example.org" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0")


def test_it_can_be_undone_and_everything_can_be_ended(client: Client, wanjiru: Person) -> None:
    path, who = off_path(wanjiru.email, Kind.TALK), {wanjiru.email: wanjiru.pk}
    client.post(path)
    assert not wanted(Kind.TALK, who)[wanjiru.email].by_email
    client.post(path, {"undo": "yes"})
    assert wanted(Kind.TALK, who)[wanjiru.email].by_email
    client.post(path, {"all": "yes"})
    for about in KINDS:
        assert wanted(about.kind, who)[wanjiru.email].by_email == bool(about.must), about.kind


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "W10:1:x", off_link("a@b.example", Kind.TALK).rsplit("/", 1)[1] + "x"])
def test_a_forged_link_is_gone(client: Client, token: str) -> None:
    assert client.get(f"/notices/off/{token}").status_code == 410
    assert client.post(f"/notices/off/{token}", {"all": "yes"}).status_code == 410
    assert not Choice.objects.exists()


def test_the_switches_are_kept_and_what_must_go_stays(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    page = client.get("/me/notices").content.decode()
    shown = re.findall(r'name="shown_(\w+)"', page)
    assert set(shown) == {about.kind.value for about in KINDS if not about.for_sellers}
    assert re.search(r'name="email_orders"[^>]* disabled', page)
    data = {f"shown_{kind}": "yes" for kind in shown} | {"push_orders": "on", "email_news": "on"}
    assert client.post("/me/notices", data).status_code == 302
    who = {wanjiru.email: wanjiru.pk}
    assert wanted(Kind.ORDERS, who)[wanjiru.email] == Wanted(True, True)
    assert wanted(Kind.NEWS, who)[wanjiru.email] == Wanted(True, False)
    assert wanted(Kind.TALK, who)[wanjiru.email] == Wanted(False, False)
    assert wanted(Kind.SALES, who)[wanjiru.email] == Wanted(True, True)  # was not shown: not touched


def test_who_works_in_a_firm_sees_what_concerns_sellers(client: Client, aline: Person) -> None:
    firm = services.create_business(name="Kopakama", country="RW", currency="RWF", owner=aline)
    assert firm
    assert Role.OWNER
    client.force_login(aline)
    page = client.get("/me/notices").content.decode()
    assert set(re.findall(r'name="shown_(\w+)"', page)) == {about.kind.value for about in KINDS}


def hand_in(client: Client, body: object) -> int:
    return client.post(reverse("notices:device_add"), json.dumps(body), content_type="application/json").status_code


def test_a_browser_hands_itself_in_and_takes_itself_out(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    browser = Browser()
    subscription = {"endpoint": f"https://{HOST}/x", "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}
    assert hand_in(client, subscription) == 200
    assert len(devices_of(wanjiru)) == 1
    assert client.post(reverse("notices:device_test")).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="notices.push").count() == 1
    assert hand_in(client, {**subscription, "off": True}) == 200
    assert not Device.objects.exists()


def test_nobody_removes_the_device_of_somebody_else(client: Client, wanjiru: Person, aline: Person) -> None:
    client.force_login(wanjiru)
    browser = Browser()
    hand_in(client, {"endpoint": f"https://{HOST}/x", "keys": {"p256dh": browser.p256dh, "auth": browser.auth}})
    device = Device.objects.get()
    client.force_login(aline)
    client.post(reverse("notices:device_remove", args=[device.id]))
    hand_in(client, {"endpoint": device.endpoint, "off": True})
    assert Device.objects.exists()
    client.force_login(wanjiru)
    client.post(reverse("notices:device_remove", args=[device.id]))
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "body",
    [[], "x", 7, None, {}, {"endpoint": 7}, {"endpoint": "https://evil.example/", "keys": []}, {"keys": {"auth": 1}},
     {"endpoint": f"https://{HOST}/x", "keys": {"p256dh": "\0", "auth": "\0"}}, {"endpoint": "x" * 9000}],
)  # fmt: skip
def test_nonsense_is_refused(client: Client, wanjiru: Person, body: object) -> None:
    client.force_login(wanjiru)
    assert hand_in(client, body) == 422
    assert not Device.objects.exists()


def test_hostile_words_break_nothing(client: Client, wanjiru: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.notices.views.devices.too_fast", lambda *_a, **_k: False)
    client.force_login(wanjiru)
    for text in NASTY:
        keys = {"p256dh": text, "auth": text}
        assert hand_in(client, {"endpoint": text, "keys": keys}) == 422
        assert hand_in(client, {"endpoint": f"https://{HOST}/x", "keys": keys}) == 422
    assert broken_forms(client, "/me/notices") == []


def test_a_machine_cannot_hand_in_devices_for_ever(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    assert [hand_in(client, {}) for _ in range(31)] == [422] * 30 + [429]


@pytest.mark.django_db
def test_without_signing_in_there_is_nothing_to_see(client: Client) -> None:
    for path in ("/me/notices", "/me/notices/devices", "/me/notices/devices/test"):
        answer = client.post(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/")


def renew(client: Client, old: object, new: dict[str, object]) -> int:
    body = json.dumps(new | {"old": old})
    return client.post(reverse("notices:device_renew"), body, content_type="application/json").status_code


def subscription(browser: Browser, name: str) -> dict[str, object]:
    return {"endpoint": f"https://{HOST}/{name}", "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}


def test_a_browser_with_another_address_stays_hers_even_signed_out(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    browser, anew = Browser(), Browser()
    hand_in(client, subscription(browser, "old"))
    worker = Client()
    assert renew(worker, subscription(browser, "old"), subscription(anew, "new")) == 200
    device = Device.objects.get()
    assert (device.person_id, device.endpoint, device.auth) == (wanjiru.pk, f"https://{HOST}/new", anew.auth)
    assert renew(worker, subscription(browser, "old"), subscription(anew, "third")) == 403, "the old one is gone"


def test_who_does_not_know_the_secret_of_a_device_leads_its_notices_nowhere(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    browser, stranger = Browser(), Browser()
    hand_in(client, subscription(browser, "old"))
    there = subscription(stranger, "new")
    old = subscription(browser, "old")
    for guess in (None, {}, "x", [], {"endpoint": old["endpoint"]}, subscription(stranger, "old"), {**old, "keys": 7}):
        assert renew(Client(), guess, there) == 403
    for place in (there | {"endpoint": "https://evil.example/"}, there | {"keys": {"p256dh": "x", "auth": "y"}}):
        assert renew(Client(), old, place) == 403
    assert renew(Client(), old, {}) == 422
    assert Device.objects.get().endpoint == f"https://{HOST}/old"


@pytest.mark.django_db
def test_a_machine_cannot_guess_secrets_for_ever() -> None:
    browser = Browser()
    answers = [renew(Client(), subscription(browser, "x"), subscription(browser, "y")) for _ in range(31)]
    assert answers == [403] * 30 + [429]
