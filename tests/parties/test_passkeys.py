"""Passkeys: made and used by a soft authenticator, as a browser would."""

import hashlib
import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import get_user
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from karum.parties.models import Letter, Person
from tests.parties.conftest import newest_code


class SoftKey:
    """One passkey in memory: what a telephone does, for the host ``testserver``."""

    def __init__(self) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = b"k" * 32
        self.user = b""

    def _data(self, flags: int, extra: bytes = b"") -> bytes:
        return hashlib.sha256(b"testserver").digest() + bytes([flags]) + (7).to_bytes(4, "big") + extra

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": "http://testserver"}).encode()

    def create(self, options: dict[str, Any]) -> str:
        key = options["creation_options"]["publicKey"]
        self.user = websafe_decode(key["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        data = self._data(0x45, bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", key["challenge"])
        return self._written({"attestationObject": attestation, "clientDataJSON": client})

    def get(self, options: dict[str, Any]) -> str:
        data, client = (
            self._data(0x05),
            self._client("webauthn.get", options["request_options"]["publicKey"]["challenge"]),
        )
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {"authenticatorData": data, "clientDataJSON": client, "signature": signature, "userHandle": self.user}
        return self._written(answer)

    def _written(self, answer: dict[str, bytes]) -> str:
        response = {name: websafe_encode(value) for name, value in answer.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )


def options_on(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    options: dict[str, Any] = json.loads(found.group(1))
    return options


def say_again(client: Client, person: Person) -> None:
    client.post("/account/reauthenticate/", {"action": "send"})
    client.post("/account/reauthenticate/", {"code": newest_code(person.email)})


@pytest.fixture
def with_key(client: Client, wanjiru: Person) -> SoftKey:
    """Wanjiru has made a passkey and is signed out."""
    key = SoftKey()
    client.force_login(wanjiru)
    say_again(client, wanjiru)
    page = client.get("/account/passkeys/add/").content.decode()
    response = client.post("/account/passkeys/add/", {"name": "Simu", "credential": key.create(options_on(page))})
    assert response.status_code == 302, response.content.decode()
    client.post("/account/logout/")
    return key


def test_a_passkey_opens_the_account(client: Client, wanjiru: Person, with_key: SoftKey) -> None:
    options = client.get("/account/login/passkey/", headers={"accept": "application/json"}).json()
    response = client.post("/account/login/passkey/", {"credential": with_key.get(options)})
    assert response["Location"] == "/me"
    assert get_user(client) == wanjiru
    client.cookies["locale"] = "KE.en.KES"  # the account's language is Swahili
    page = client.get("/account/passkeys/").content.decode()
    assert "Simu" in page
    assert "Last used" in page
    assert Letter.objects.filter(recipient=wanjiru.email, subject__contains="passkey was added").exists()


def test_the_code_still_opens_the_account_of_who_has_a_passkey(
    client: Client, wanjiru: Person, with_key: SoftKey
) -> None:
    client.post("/account/login/", {"email": wanjiru.email})
    client.post("/account/login/code/", {"code": newest_code(wanjiru.email)})
    assert get_user(client) == wanjiru


def test_a_strange_key_opens_nothing(client: Client, with_key: SoftKey) -> None:
    options = client.get("/account/login/passkey/", headers={"accept": "application/json"}).json()
    thief = SoftKey()
    thief.user = with_key.user
    response = client.post("/account/login/passkey/", {"credential": thief.get(options)}, follow=True)
    assert "The passkey was not accepted" in response.content.decode()
    assert not get_user(client).is_authenticated


NONSENSE = ["", "{}", "nonsense", '{"id": 1}', "[]", "9" * 5_000, "[" * 50_000]


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_opens_nothing(client: Client, wanjiru: Person, credential: str) -> None:
    client.get("/account/login/passkey/", headers={"accept": "application/json"})
    response = client.post("/account/login/passkey/", {"credential": credential})
    assert response.status_code in (302, 200)
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_makes_no_key(client: Client, wanjiru: Person, credential: str) -> None:
    client.force_login(wanjiru)
    say_again(client, wanjiru)
    client.get("/account/passkeys/add/")
    response = client.post("/account/passkeys/add/", {"name": "Simu", "credential": credential})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_an_answer_cannot_be_used_twice(client: Client, wanjiru: Person, with_key: SoftKey) -> None:
    options = client.get("/account/login/passkey/", headers={"accept": "application/json"}).json()
    answer = with_key.get(options)
    client.post("/account/login/passkey/", {"credential": answer})
    client.post("/account/logout/")
    client.post("/account/login/passkey/", {"credential": answer})
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("path", ["add/", "{pk}/edit/", "{pk}/remove/"])
def test_keys_are_changed_only_by_someone_freshly_recognised(
    client: Client, wanjiru: Person, with_key: SoftKey, path: str
) -> None:
    path = "/account/passkeys/" + path.format(pk=Authenticator.objects.get().pk)
    assert client.get(path)["Location"].startswith("/account/login/")
    client.force_login(wanjiru)
    assert client.get(path)["Location"].startswith("/account/reauthenticate/")
    assert client.post(path, {"name": "Mine"})["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.count() == 1


def test_nobody_reaches_somebody_elses_key(client: Client, immaculee: Person, with_key: SoftKey) -> None:
    pk = Authenticator.objects.get().pk
    client.force_login(immaculee)
    say_again(client, immaculee)
    assert client.get(f"/account/passkeys/{pk}/edit/").status_code == 404
    assert client.post(f"/account/passkeys/{pk}/remove/").status_code == 404
    assert "Simu" not in client.get("/account/passkeys/").content.decode()


def test_a_key_is_renamed_and_removed(client: Client, wanjiru: Person, with_key: SoftKey) -> None:
    pk = Authenticator.objects.get().pk
    client.force_login(wanjiru)
    say_again(client, wanjiru)
    assert "Give it a name" in client.post(f"/account/passkeys/{pk}/edit/", {"name": ""}).content.decode()
    client.post(f"/account/passkeys/{pk}/edit/", {"name": "Laptop"})
    assert "Laptop" in client.get("/account/passkeys/").content.decode()
    page = client.post(f"/account/passkeys/{pk}/remove/", follow=True).content.decode()
    assert "The passkey is removed" in page
    assert not Authenticator.objects.exists()


def test_a_passkey_says_again_who_she_is(client: Client, wanjiru: Person, with_key: SoftKey) -> None:
    client.force_login(wanjiru)
    assert "Use a passkey" in client.get("/account/reauthenticate/?next=/account/email/").content.decode()
    page = client.get("/account/reauthenticate/passkey/?next=/account/email/").content.decode()
    answer = with_key.get(options_on(page))
    response = client.post("/account/reauthenticate/passkey/", {"credential": answer, "next": "/account/email/"})
    assert response["Location"] == "/account/email/"
    assert client.get("/account/email/").status_code == 200


def test_without_a_passkey_the_other_way_is_not_offered(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    assert "Use a passkey" not in client.get("/account/reauthenticate/").content.decode()
    assert client.get("/account/reauthenticate/passkey/").status_code == 302


@pytest.mark.django_db
def test_no_page_at_the_door_has_script_or_style_inside(client: Client) -> None:
    response = client.get("/account/login/")
    page = response.content.decode()
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert " style=" not in page
    assert re.search(r"\son[a-z]+=", page) is None
