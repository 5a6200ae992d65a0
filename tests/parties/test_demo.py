"""The demo's doors: there in demo mode only, and only for the demo's people."""

import dataclasses

import pytest
from django.contrib.auth import get_user
from django.core.mail import EmailMessage
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.parties import mailbox, services, tasks
from karum.parties.domain import Role
from karum.parties.models import Letter, Person
from karum.parties.queries import BusinessCard
from karum.runtime.settings import Settings

MODULES = ("karum.parties.views.demo", "karum.parties.services.people", "karum.parties.mailbox")


@pytest.fixture
def real_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    knobs = dataclasses.replace(Settings(), demo=False)
    for module in MODULES:
        monkeypatch.setattr(f"{module}.settings", lambda: knobs)


@pytest.fixture
def grace(db: None, coop: BusinessCard) -> Person:
    person = services.create_person("grace@example.org", "Grace", country="RW", demo=True, about="Packs the coffee.")
    services.add_member(coop.id, person, Role.PACKER)
    return person


def test_one_tap_signs_in(client: Client, grace: Person) -> None:
    page = client.get("/demo").content.decode()
    assert "Grace" in page
    assert "Kopakama" in page
    assert client.post("/demo", {"email": grace.email})["Location"] == "/desk"
    assert get_user(client) == grace


def test_people_are_in_order(client: Client, grace: Person) -> None:
    for name, operator in (("Anke", False), ("Aïssatou", False), ("Zoe", True)):
        services.create_person(
            f"{ord(name[1])}@example.org", name, demo=True, is_operator=operator, about=f"I am {name}."
        )
    page = client.get("/demo").content.decode()
    assert page.index("Zoe") < page.index("I am Aïssatou.") < page.index("I am Anke.") < page.index("Grace")


def test_the_next_tap_changes_the_shoes(client: Client, grace: Person) -> None:
    buyer = services.create_person("buyer@example.org", "Bea", demo=True)
    client.post("/demo", {"email": grace.email})
    client.session["left"] = "behind"
    assert client.post("/demo", {"email": buyer.email})["Location"] == "/"
    assert get_user(client) == buyer
    operator = services.create_person("op@example.org", "Op", demo=True, is_operator=True)
    assert client.post("/demo", {"email": operator.email})["Location"] == "/hub"
    assert client.post("/demo", {"email": buyer.email, "next": "/cart"})["Location"] == "/cart"
    assert client.post("/demo", {"email": buyer.email, "next": "//evil.example"})["Location"] == "/"


def test_nobody_steps_into_the_shoes_of_a_real_person(client: Client, wanjiru: Person) -> None:
    assert wanjiru.email not in client.get("/demo").content.decode()
    assert client.post("/demo", {"email": wanjiru.email}).status_code == 404
    assert not get_user(client).is_authenticated


def test_a_tap_from_elsewhere_is_refused(grace: Person) -> None:
    assert Client(enforce_csrf_checks=True).post("/demo", {"email": grace.email}).status_code == 403
    assert Client().get(f"/demo?email={grace.email}").status_code == 200


@pytest.mark.usefixtures("real_hub")
def test_a_real_hub_has_none_of_it(client: Client, grace: Person) -> None:
    letter = Letter.objects.create(recipient="a@example.org", sender="b@example.org", subject="s", body="b")
    assert client.post("/demo", {"email": grace.email}).status_code == 404
    for path in ("/demo", "/demo/mailbox", f"/demo/mailbox/{letter.id}"):
        assert client.get(path).status_code == 404
    assert services.person_for_demo(grace.email) is None
    assert not get_user(client).is_authenticated


def test_the_mailbox_keeps_letters(client: Client, wanjiru: Person) -> None:
    client.post("/account/login/", {"email": wanjiru.email})
    services.create_person("x@example.org")
    page = client.get("/demo/mailbox").content.decode()
    letter = Letter.objects.get()
    assert letter.subject in page
    assert letter.subject not in client.get("/demo/mailbox?to=other@example.org").content.decode()
    assert letter.body.split()[-1] in client.get(f"/demo/mailbox/{letter.id}").content.decode()
    assert client.get("/demo/mailbox/999999").status_code == 404


@pytest.mark.django_db
def test_a_letter_cannot_bring_its_own_html(client: Client) -> None:
    letter = Letter.objects.create(
        recipient="a@example.org", sender="b", subject="<b>s", body="<script>alert(1)</script>"
    )
    page = client.get(f"/demo/mailbox/{letter.id}").content.decode()
    assert "<script>alert" not in page
    assert "<b>s" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("real_hub")
def test_without_a_server_a_real_hub_says_so_and_sends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert mailbox.Backend().send_messages([EmailMessage("s", "b", "a@example.org", ["c@example.org"])]) == 0
    assert "SMTP_URL" in caplog.text
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_a_letter_to_a_server_is_a_job_of_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    knobs = dataclasses.replace(Settings(), demo=False, smtp_url="smtp://localhost:2525")
    monkeypatch.setattr("karum.parties.mailbox.settings", lambda: knobs)
    monkeypatch.setattr("karum.parties.tasks.settings", lambda: knobs)
    sent: list[EmailMessage] = []
    monkeypatch.setattr(mailbox.Smtp, "send_messages", lambda _server, messages: sent.extend(messages) or len(messages))
    letter = EmailMessage("Your code", "1234-5678", "hub@example.org", ["a@example.org"])
    assert mailbox.Backend().send_messages([letter]) == 1
    assert not sent
    job = ProcrastinateJob.objects.get(task_name="parties.send_letter")
    tasks.send_letter(**job.args)
    assert [(one.subject, one.body, one.from_email, one.to) for one in sent] == [
        ("Your code", "1234-5678", "hub@example.org", ["a@example.org"])
    ]
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_letters_to_invented_people_never_leave_a_demo_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    knobs = dataclasses.replace(Settings(), smtp_url="smtp://localhost:2525")
    monkeypatch.setattr("karum.parties.mailbox.settings", lambda: knobs)
    people = ["grace@kopakama.example", "a@EXAMPLE.org", "b@real.org", "c@x.test", "d@notexample.org"]
    mailbox.Backend().send_messages([EmailMessage("s", "b", "hub@real.org", [to]) for to in people])
    assert [letter.recipient for letter in Letter.objects.order_by("id")] == [people[0], people[1], people[3]]
    jobs = ProcrastinateJob.objects.filter(task_name="parties.send_letter").order_by("id")
    assert [job.args["to"] for job in jobs] == [people[2], people[4]]


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "ssl", "tls"),
    [
        ("smtp://a%40b:p%3Aw@mail.example.org", "mail.example.org", 587, "a@b", False, True),
        ("smtps://u:p@mail.example.org", "mail.example.org", 465, "u", True, False),
        ("smtp://localhost:2525", "localhost", 2525, "", False, False),
    ],
)
def test_the_servers_url_is_read(url: str, host: str, port: int, user: str, ssl: bool, tls: bool) -> None:
    server = mailbox.smtp(url)
    assert (server.host, server.port, server.username, server.use_ssl, server.use_tls) == (host, port, user, ssl, tls)


@pytest.mark.parametrize("url", ["mail.example.org", "http://x", "smtp://"])
def test_a_wrong_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        mailbox.smtp(url)
