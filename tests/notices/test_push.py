"""Pushes arrive encrypted and signed at a real server, and go nowhere else."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from http_ece import ECEException
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.notices import tasks
from karum.notices.domain.push_services import push_host
from karum.notices.models import Device
from karum.notices.queries import Wanted
from karum.notices.services import Kind, Text, push, tell
from karum.notices.services.devices import Subscription, add_device
from karum.notices.services.switches import choose
from karum.parties.models import Person
from karum.runtime import outside

from .push_service import HOST, Browser, Service, push_service

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The name of a known service, answered by this machine."""
    with push_service(tmp_path) as found:
        here = partial(outside.post, addresses_of=lambda _host: ["127.0.0.1"], context=found.trust, port=found.port)
        monkeypatch.setattr(push, "post", here)
        yield found


def device(person: Person, browser: Browser, endpoint: str = f"https://{HOST}/wpush/v2/abc?x=1") -> Device:
    made = add_device(person, Subscription(endpoint, browser.p256dh, browser.auth), agent=AGENT, now=NOW)
    assert made is not None
    return made


def write() -> Text:
    return Text("Order 12 is on its way", "It is at your door on Tuesday.\n\nMore.")


def test_a_push_arrives_and_only_its_browser_can_read_it(wanjiru: Person, service: Service) -> None:
    browser = Browser()
    made = device(wanjiru, browser)
    tell(Kind.ORDERS, [wanjiru.email], write, path="/order/x", tag="12")
    job = ProcrastinateJob.objects.get(task_name="notices.push")
    tasks.push(**job.args)
    ((path, headers, body),) = service.got
    assert path == "/wpush/v2/abc?x=1"
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert b"Tuesday" not in body
    assert len(body) < 4096
    assert browser.read(body) == {
        "title": "Order 12 is on its way",
        "body": "It is at your door on Tuesday.",
        "url": "/order/x",
        "tag": "orders:12",
        "lang": "sw",
        "dir": "ltr",
    }
    with pytest.raises(ECEException, match="InvalidTag"):
        Browser().read(body)
    made.refresh_from_db()
    assert made.reached_at
    assert made.name == "Chrome, Android"


def test_the_hub_signs_with_the_key_that_browsers_were_told(wanjiru: Person, service: Service) -> None:
    push.send_push(device(wanjiru, Browser()).id, push.payload_of(write(), path="/", tag="t"), now=NOW)
    scheme, _, parts = service.got[0][1]["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in parts.split(","))
    assert scheme == "vapid"
    assert said["k"] == push.public_key()
    head, claims, signature = said["t"].split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push.bytes_of(said["k"]))
    raw = push.bytes_of(signature)
    both = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key.verify(encode_dss_signature(*both), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(encode_dss_signature(*both), f"{head}.{claims}x".encode(), ec.ECDSA(SHA256()))
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == f"https://{HOST}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(wanjiru: Person, service: Service, status: int) -> None:
    made, service.status = device(wanjiru, Browser()), status
    assert push.send_push(made.id, push.payload_of(write(), path="/", tag="t"), now=NOW) is push.Sent.GONE
    assert not Device.objects.exists()
    assert push.send_push(made.id, push.payload_of(write(), path="/", tag="t"), now=NOW) is push.Sent.GONE


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again(wanjiru: Person, service: Service, status: int) -> None:
    made, service.status = device(wanjiru, Browser()), status
    with pytest.raises(push.TryLater):
        push.send_push(made.id, push.payload_of(write(), path="/", tag="t"), now=NOW)
    assert Device.objects.exists()


def test_no_redirect_is_followed(wanjiru: Person, service: Service) -> None:
    service.status, service.location = 307, f"https://{HOST}/elsewhere"
    sent = push.send_push(device(wanjiru, Browser()).id, push.payload_of(write(), path="/", tag="t"), now=NOW)
    assert sent is push.Sent.REFUSED
    assert len(service.got) == 1


def test_a_server_without_the_right_certificate_gets_nothing(
    wanjiru: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with push_service(tmp_path, "other.example") as found:
        here = partial(outside.post, addresses_of=lambda _host: ["127.0.0.1"], context=found.trust, port=found.port)
        monkeypatch.setattr(push, "post", here)
        with pytest.raises(push.TryLater, match="certificate"):
            push.send_push(device(wanjiru, Browser()).id, push.payload_of(write(), path="/", tag="t"), now=NOW)
        assert found.got == []


def test_a_long_text_in_any_script_fits(wanjiru: Person, service: Service) -> None:
    browser = Browser()
    text = Text("価" * 500, "格" * 5000)
    push.send_push(device(wanjiru, browser).id, push.payload_of(text, path="/" + "x" * 900, tag="t"), now=NOW)
    assert len(service.got[0][2]) <= 4096
    assert browser.read(service.got[0][2])["title"].endswith("…")


def test_who_switched_pushes_off_gets_none(wanjiru: Person) -> None:
    device(wanjiru, Browser())
    choose(wanjiru, {Kind.ORDERS: Wanted(by_email=True, by_push=False)}, now=NOW)
    assert tell(Kind.ORDERS, [wanjiru.email], write, path="/") == 1
    assert not ProcrastinateJob.objects.filter(task_name="notices.push").exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://updates.push.services.mozilla.com/x",
        "https://updates.push.services.mozilla.com:8443/x",
        "https://user@updates.push.services.mozilla.com/x",
        "https://updates.push.services.mozilla.com@127.0.0.1/x",
        "https://evil.example/x",
        "https://push.apple.com.evil.example/x",
        "https://evilpush.apple.com.example/",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://updates.push.services.mozilla.com/\r\nHost: x",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://fcm.googleapis.com:port/",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_taken(wanjiru: Person, endpoint: str) -> None:
    browser = Browser()
    assert push_host(endpoint) is None
    assert add_device(wanjiru, Subscription(endpoint, browser.p256dh, browser.auth), agent="", now=NOW) is None


@pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("AAAA", "AAAA"), ("x" * 87, "y" * 22), ("é", "é")])
def test_keys_that_are_none_are_refused(wanjiru: Person, p256dh: str, auth: str) -> None:
    assert add_device(wanjiru, Subscription(f"https://{HOST}/x", p256dh, auth), agent="", now=NOW) is None


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1",
     "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:8", "64:ff9b:1::a00:8", "::10.0.0.8", "fec0::1",
     "::ffff:0:10.0.0.8"],
)  # fmt: skip
def test_a_known_name_that_leads_into_our_network_gets_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", (address, 443))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(outside.NotSent, match="not public"):
        outside.public_addresses(HOST)
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: found[:1])
    assert outside.public_addresses(HOST) == ["1.1.1.1"]


def test_a_device_belongs_to_who_signed_in_last_and_ten_are_kept(wanjiru: Person, aline: Person) -> None:
    browser = Browser()
    device(wanjiru, browser)
    device(aline, browser)
    assert [row.person_id for row in Device.objects.all()] == [aline.pk]
    for number in range(12):
        device(aline, Browser(), f"https://{HOST}/{number}")
    assert Device.objects.filter(person_id=aline.pk).count() == push.DEVICES_MAX
