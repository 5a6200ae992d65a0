"""Every address of the hub, and who may open it: whoever adds one says here, or in its path, whose it is."""

from collections.abc import Iterator
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from karum.seeds.factories import make_business, make_person

SAMPLES = {"UUID": str(UUID(int=7)), "Int": "7", "Slug": "no-such-thing", "String": "no-such-token"}
WORDS = {"UUID": "uuid", "Int": "int", "Slug": "slug", "String": "str"}

# Open to everybody, with nothing of a person on it but what her own cookies bring. Of a package: some, or (empty) all.
PUBLIC = {
    "": {"design", "manifest", "worker", "offline"},
    "shop": set(),
    "desk": {"choose"},
    "notices": {"device_renew"},  # whoever knows the device's secret: the service worker has nobody's session
    "orders": {"cart", "cart_add", "cart_change", "address", "delivery", "review"},
    "parties": {"demo", "mailbox", "letter", "closed"},
    "payments": {"webhook", "sandbox-bank"},
    "reviews": {"rules", "report", "product", "seller"},
    "saved": {"wishes", "add", "remove", "share", "shops", "follow", "leave"},
    "talk": {"ask", "answers"},
}
BY_TOKEN = (
    "/o/",
    "/checkout/pay/",
    "/checkout/done/",
    "/talk/",
    "/me/orders/no-such-token/",
    "/notices/off/",
    "/saved/",
)


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "/", package: str = ""
) -> Iterator[tuple[str, str, str]]:
    """(package, name, address with samples in its places) of every pattern."""
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path, one.namespace or package)
            continue
        for place, converter in one.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter")
            path = path.replace(f"<{WORDS[kind]}:{place}>", SAMPLES[kind])
        assert "<" not in path, path
        yield package, str(one.name), path


def whose(package: str, name: str, path: str) -> str:
    if package in PUBLIC and (not PUBLIC[package] or name in PUBLIC[package]):
        return "everybody"
    if path.startswith("/account/"):
        return "door"
    if path.startswith(BY_TOKEN):
        return "token"
    if path == "/hub" or path.startswith("/hub/"):
        return "hub"
    if path.startswith("/desk/") and path != "/desk/new":
        return "firm"
    return "person"


def wrong(kind: str, guest: int, place: str, stranger: int) -> bool:
    """Whether such answers to a guest (with where she was sent) and to a stranger who is signed in let somebody in."""
    if max(guest, stranger) >= 500:
        return True
    if kind in ("everybody", "door") or 405 in (guest, stranger):
        return False
    if kind == "token":
        return not {guest, stranger} <= {404, 410}
    asked = guest == 302 and place.startswith("/account/login")
    return not asked or (kind == "hub" and stranger != 403) or (kind == "firm" and stranger != 404)


def test_every_address_is_everybodys_or_asks_who_it_is(db: None) -> None:
    make_business("no-such-thing", country="KE", currency="KES", owner=make_person("owner@people.example"))
    guest, stranger = Client(), Client()
    stranger.force_login(make_person("stranger@people.example"))
    found, kinds = [], []
    for package, name, path in sorted(set(addresses(get_resolver("karum.site.urls").url_patterns))):
        kind = whose(package, name, path)
        kinds.append(kind)
        for method in ("get", "post") if kind != "door" else ():
            one, other = getattr(guest, method)(path), getattr(stranger, method)(path)
            if wrong(kind, one.status_code, one.headers.get("Location", ""), other.status_code):
                found.append(f"{method} {path} ({package}:{name}) of {kind}: {one.status_code}, {other.status_code}")
    assert not found
    assert len(kinds) > 200
    assert all(kinds.count(kind) > 5 for kind in ("everybody", "token", "hub", "firm", "person", "door"))
