"""``/design`` shows every component of the stylesheet, so nobody draws one a second time."""

import re
from pathlib import Path

import pytest
from django.test import Client

import karum

CSS = (Path(karum.__file__).parent / "site" / "static" / "site" / "karum.css").read_text(encoding="utf-8")
# What a page of components cannot show: it waits for a script, stands on paper, or is the page's own frame.
ELSEWHERE = {"no-print", "search__list", "hero--top", "said", "wide-not"}


@pytest.mark.django_db
def test_the_design_page_shows_every_component(client: Client) -> None:
    page = client.get("/design").content.decode()
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    known = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", rules))
    assert sorted(known - shown - ELSEWHERE) == []
