"""No input of a seller, however strange, breaks a page."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desk.conftest import Firm
from tests.desk.test_doors import PAGES, POST_ONLY, address
from tests.hostile import NASTY, broken_forms, broken_queries, readable


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, _need in PAGES
        if name not in {*POST_ONLY, "bundle", "labels", "shelf", "accept-many", "order-papers", "paper", "export"}
    ],
)
def test_no_form_of_the_desk_breaks(name: str, firm: Firm, order: UUID, owner: Client) -> None:
    assert broken_forms(owner, address(firm, order, name)) == []


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("orders", ("show", "before")),
        ("bundle", ("order",)),
        ("labels", ("order", "size")),
        ("shelf", ("order",)),
        ("accept-many", ("order",)),
        ("orders", ("mark", "order")),
        ("products", ("show", "q", "page")),
        ("stock", ("page",)),
        ("statement", ("from", "to")),
        ("export", ("form",)),
        ("words-new", ("language",)),
    ],
)
def test_no_address_of_the_desk_breaks(
    name: str, parameters: tuple[str, ...], firm: Firm, order: UUID, owner: Client
) -> None:
    assert broken_queries(owner, address(firm, order, name), *parameters) == []


def test_no_little_form_of_the_desk_breaks(firm: Firm, order: UUID, owner: Client) -> None:
    """Buttons with a value, which a page shows only when there is something to remove or to change."""
    owner.raise_request_exception = False
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n\x00")
    for name, fields in (
        ("numbers", ("remove",)),
        ("member", ("role",)),
        ("pictures", ("remove", "first", "alt")),
        ("product-state", ("state", "next")),
    ):
        for field in fields:
            for nasty in NASTY:
                picture.seek(0)
                data = {field: readable(nasty), "picture": picture}
                assert owner.post(address(firm, order, name), data).status_code < 500, (name, field, nasty[:30])
