"""Who may open which page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.catalogue.services import ImportDefaults, begin_import
from karum.desk.services import drafts
from karum.desk.urls import _BUSINESS, _CASES, _VOICES
from karum.parties.domain import Role
from karum.talk import services as talk
from karum.talk.models import Conversation
from karum.talk.queries import replies
from karum.talk.services import Question
from tests.desk.conftest import Firm


def a_draft(firm: Firm) -> UUID:
    """The key of a draft of the firm."""
    key = UUID(int=7)
    drafts.keep(firm.card.id, key, {"title": "Jug"}, [], person_id=firm.owner.pk, now=timezone.now())
    return key


def an_import(firm: Firm) -> int:
    """The id of a file that the firm brought in."""
    file = b"Handle,Title,Variant Price,Variant Grams\njug,Jug,5,300\n"
    return begin_import(firm.card.id, "shopify", file, name="jugs.csv", defaults=ImportDefaults(), now=timezone.now())


def a_talk(firm: Firm) -> UUID:
    """The key of a question to the firm."""
    question = Question(UUID(int=8), firm.card.id, "Blue?", "en", "ida@example.org", person_id=firm.packer.pk)
    asked = talk.ask(question, now=timezone.now())
    assert isinstance(asked, Conversation)
    return asked.key


def a_reply(firm: Firm) -> int:
    """The id of a reply that the firm keeps."""
    talk.save_reply(firm.card.id, None, name="Thanks", language="en", words="Thank you.")
    return replies(firm.card.id)[0].pk


ARGUMENTS: dict[str, Callable[[Firm, UUID], list[Any]]] = {
    **dict.fromkeys(
        ("order", "accept", "refuse", "pack", "ship", "deliver", "refund", "origin", "order-papers"),
        lambda firm, order: [order],
    ),
    "paper": lambda firm, order: [order, "proforma-invoice"],
    "twin": lambda firm, order: [order, "proforma-invoice", "xml"],
    **dict.fromkeys(
        ("product", "product-state", "pictures", "words-new", "offer-new", "markets", "markets-file"),
        lambda firm, order: [firm.product_id],
    ),
    "shop-words": lambda firm, order: ["fr"],
    "product-draft": lambda firm, order: [a_draft(firm)],
    "import-done": lambda firm, order: [an_import(firm)],
    "words": lambda firm, order: [firm.product_id, "fr"],
    "offer": lambda firm, order: [firm.product_id, firm.offer_id],
    **dict.fromkeys(("zone", "zone-remove", "rate-new"), lambda firm, order: [firm.zone_id]),
    **dict.fromkeys(("rate", "rate-remove"), lambda firm, order: [firm.zone_id, "airmail"]),
    "statement-month": lambda firm, order: ["2026-10", "csv"],
    **dict.fromkeys(("fee-invoice", "fee-invoice-xml"), lambda firm, order: ["FI-2026-000001"]),
    **dict.fromkeys(("ready", "unmet", "came-back"), lambda firm, order: [order]),
    "member": lambda firm, order: [firm.packer.pk],
    "invitation-withdraw": lambda firm, order: [1],
    "talk": lambda firm, order: [a_talk(firm)],
    "talk-act": lambda firm, order: [a_talk(firm), "block"],
    "talk-picture": lambda firm, order: [a_talk(firm), uuid4()],
    "reply": lambda firm, order: [a_reply(firm)],
    "order-message": lambda firm, order: [order],
    "review": lambda firm, order: [uuid4()],
    "review-act": lambda firm, order: [uuid4(), "report"],
    "case": lambda firm, order: [uuid4()],
    "case-act": lambda firm, order: [uuid4(), "agree"],
    "case-file": lambda firm, order: [uuid4(), uuid4()],
}
PAGES = [(name, view.need) for _path, view, name in [*_BUSINESS, *_CASES, *_VOICES]]  # type: ignore[attr-defined]
NOTHING_CHOSEN = {"bundle", "words-new", "shop-words-new", "labels", "shelf", "accept-many"}
NOTHING_YET = {  # a firm of today has no closed month, no case, no review
    "statement-month", "fee-invoice", "fee-invoice-xml", "talk-picture", "review", "case", "case-file",
}  # fmt: skip
POST_ONLY = {
    "accept", "refuse", "pack", "ship", "deliver", "refund", "origin", "product-state", "pictures", "zone-remove",
    "rate-remove", "member", "invitation-withdraw", "rules-read", "ready", "unmet", "came-back", "shipping-start",
    "stock-counted", "talk-act", "review-act", "order-message", "case-act",
}  # fmt: skip


def address(firm: Firm, order: UUID, name: str) -> str:
    return firm.url(name, *ARGUMENTS.get(name, lambda firm, order: [])(firm, order))


@pytest.mark.parametrize(("name", "need"), PAGES)
def test_strangers_learn_nothing_and_guests_are_asked_to_sign_in(
    name: str, need: Role, firm: Firm, order: UUID, client: Client
) -> None:
    url = address(firm, order, name)
    method = client.post if name in POST_ONLY else client.get
    assert method(url).headers["Location"].startswith("/account/login")
    client.force_login(firm.stranger)
    assert method(url).status_code == 404


@pytest.mark.parametrize(("name", "need"), [page for page in PAGES if page[1] > Role.PACKER])
def test_too_small_a_role_is_told_so(name: str, need: Role, firm: Firm, order: UUID, client: Client) -> None:
    client.force_login(firm.packer if need == Role.MANAGER else firm.manager)
    url = address(firm, order, name)
    assert (client.post(url) if name in POST_ONLY else client.get(url)).status_code == 403


@pytest.mark.parametrize("name", [name for name, _need in PAGES if name not in POST_ONLY])
def test_every_page_opens_for_the_owner(name: str, firm: Firm, order: UUID, owner: Client) -> None:
    answer = owner.get(address(firm, order, name))
    nothing_yet = name in NOTHING_YET
    assert answer.status_code == (302 if name in NOTHING_CHOSEN else 404 if nothing_yet else 200)


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_a_link_alone_changes_nothing(name: str, firm: Firm, order: UUID, owner: Client) -> None:
    assert owner.get(address(firm, order, name)).status_code == 405


def test_a_form_without_its_token_is_refused(firm: Firm, order: UUID) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(firm.owner)
    assert client.post(firm.url("accept", order)).status_code == 403


def test_nothing_of_another_firm_can_be_reached(firm: Firm, order: UUID, client: Client) -> None:
    """The owner of one firm asks for things of another through her own desk."""
    from karum.parties import services as parties

    mine = parties.create_business(name="Other", country="KE", currency="KES", owner=firm.stranger)
    client.force_login(firm.stranger)
    for name, arguments in ARGUMENTS.items():
        if name in ("member", "invitation-withdraw", "shop-words"):
            continue
        url = firm.url(name, *arguments(firm, order)).replace(firm.card.slug, mine.slug, 1)
        method = client.post if name in POST_ONLY else client.get
        assert method(url).status_code == 404, name
    member = firm.url("member", firm.packer.pk).replace(firm.card.slug, mine.slug, 1)
    assert client.post(member, {"remove": "1"}).status_code == 404
    assert client.get(firm.url("order", uuid4()).replace(firm.card.slug, mine.slug, 1)).status_code == 404
