"""Moments are told in the time of who reads them: her account's, her device's, her country's; and each says which."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.translation import override

from karum.notices.services import Kind, Text, tell
from karum.parties import services
from karum.parties.domain import known_time_zone, time_zone_of, time_zones_of
from karum.parties.locale import LocaleMiddleware
from karum.parties.models import Letter, Person
from karum.parties.services.closing import close_account
from karum.parties.zone import SESSION_ZONE
from karum.runtime.wording import moment_text

NOON = datetime(2026, 12, 4, 12, 0, tzinfo=UTC)


def noon(*, zone: str = "", country: str = "", chosen: str = "") -> str:
    """Noon in Greenwich as a page tells it. zone: the device's cookie; chosen: in the account."""
    request = RequestFactory().get("/")
    request.COOKIES["locale"] = f"{country}.en."
    request.COOKIES["zone"] = zone
    if chosen:
        request.session = SessionStore()
        request.session[SESSION_ZONE] = chosen
        request.COOKIES["sessionid"] = "x"

    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(moment_text(NOON))

    return LocaleMiddleware(answer)(request).text


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("RW", "Africa/Kigali"),
        ("GB", "Europe/London"),
        ("ES", "Europe/Madrid"),
        ("US", "UTC"),
        ("XX", "UTC"),
        ("", "UTC"),
    ],
)
def test_a_country_whose_name_means_one_time_zone_has_it(country: str, zone: str) -> None:
    assert time_zone_of(country) == zone


def test_every_zone_that_is_offered_is_known() -> None:
    assert len(time_zones_of("US")) > 20
    assert all(known_time_zone(zone) for country in ("US", "RU", "BR", "UA", "CN") for zone in time_zones_of(country))


def test_the_account_comes_before_the_device_and_the_device_before_the_country() -> None:
    assert noon(country="KE", zone="Asia/Kolkata", chosen="Europe/London") == "4 Dec 2026, 12:00 (London)"
    assert noon(country="KE", zone="Asia/Kolkata") == "4 Dec 2026, 17:30 (Kolkata)"
    assert noon(country="KE") == "4 Dec 2026, 15:00 (Nairobi)"
    assert noon(country="US") == noon() == "4 Dec 2026, 12:00 UTC"
    assert noon(zone="Pacific/Auckland") == "5 Dec 2026, 01:00 (Auckland)"


@pytest.mark.parametrize(
    "zone", ["../../etc/passwd", "x" * 5_000, "Africa/Nairobi\x00", "Mars/Base", "Asia", "/", "\ud800"]
)
def test_what_is_no_zone_counts_as_not_said(zone: str) -> None:
    assert noon(country="KE", zone=zone) == "4 Dec 2026, 15:00 (Nairobi)"
    assert noon(country="KE", zone="Asia/Kolkata", chosen=zone) == "4 Dec 2026, 17:30 (Kolkata)"


def test_the_city_is_written_as_the_page_is() -> None:
    with timezone.override("Africa/Nairobi"), override("ar"):
        assert "نيروبي" in moment_text(NOON)


def test_a_letter_tells_moments_in_its_readers_time(wanjiru: Person, immaculee: Person) -> None:
    Person.objects.filter(pk=immaculee.pk).update(zone_seen="America/Toronto")
    to = [wanjiru.email, immaculee.email, "guest@example.org"]
    tell(Kind.ORDERS, to, lambda: Text(moment_text(NOON), "Hello"), path="/me", language="en", country="IN")
    told = {letter.recipient: letter.subject for letter in Letter.objects.all()}
    assert told == {
        wanjiru.email: "4 Dec 2026, 15:00 (Nairobi)",
        immaculee.email: "4 Dec 2026, 07:00 (Toronto)",
        "guest@example.org": "4 Dec 2026, 17:30 (Kolkata)",
    }


def test_she_chooses_a_zone_of_her_country_or_of_her_device(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    client.cookies["zone"] = "Asia/Kolkata"
    page = client.get("/me").text
    assert '<option value="Africa/Nairobi">Nairobi</option>' in page
    assert '<option value="Asia/Kolkata">' in page
    assert "Europe/Paris" not in page
    given = {"full_name": "W", "language": "en", "country": "US", "zone": "America/Chicago"}
    assert client.post("/me", given).status_code == 302
    wanjiru.refresh_from_db()
    assert (wanjiru.zone, wanjiru.zone_seen) == ("America/Chicago", "Asia/Kolkata")
    assert client.session[SESSION_ZONE] == "America/Chicago"
    assert client.post("/me", given | {"zone": "Europe/Paris"}).status_code == 422
    assert client.post("/me", given | {"zone": ""}).status_code == 302
    wanjiru.refresh_from_db()
    assert wanjiru.zone == ""


def test_who_closes_her_account_is_forgotten_with_her_zone(wanjiru: Person) -> None:
    services.note_zone(wanjiru, "Asia/Kolkata")
    assert close_account(wanjiru, now=NOON) is None
    wanjiru.refresh_from_db()
    assert wanjiru.zone_seen == ""
