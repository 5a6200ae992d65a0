"""The same draft from two places at once: a bad line that sends again, a second window."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from karum.desk.models import ProductDraft
from tests.desk.conftest import Firm
from tests.desk.test_drafts import KEY, SCRIPT, photo, send
from tests.desk.test_products import NEW, products
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_one_draft_sent_from_two_windows_at_once_is_one_draft_and_one_product(firm: Firm, owner: Client) -> None:
    def press(button: str) -> Callable[[], Any]:
        def job() -> Any:
            client = Client()
            client.force_login(firm.owner)
            return send(client, firm, NEW | {button: "1", "picture": photo()}, **SCRIPT)

        return job

    kept = at_once(*[press("keep")] * 3)
    assert {answer.status_code for answer in kept} == {200}
    assert [(row.key, len(row.pictures)) for row in ProductDraft.objects.all()] == [(UUID(str(KEY)), 1)]
    made = at_once(*[press("publish")] * 3)
    assert {answer.json()["state"] for answer in made} == {"published"}
    assert len({answer.json()["url"] for answer in made}) == 1
    assert len(products(firm)) == 2, "the firm's own and this one"
