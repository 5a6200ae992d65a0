"""The page shell: cheap for guests, whole without a script."""

import re
from typing import Any

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_shell_asks_the_database_nothing_for_a_guest(client: Client, django_assert_num_queries: Any) -> None:
    client.cookies["locale"] = "KE.en.KES"
    client.cookies["cart_count"] = "3"
    with django_assert_num_queries(0):
        page = client.get("/how").content.decode()
    assert ">3</span>" in page
    assert "Deliver to Kenya" in page


@pytest.mark.parametrize("count", ["abc", "-1", "99999", "<b>", "²"])
def test_a_cart_count_that_cannot_be_read_is_not_shown(client: Client, count: str) -> None:
    client.cookies["cart_count"] = count
    assert "tool__count" not in client.get("/how").content.decode()


def test_ids_are_unique_and_labels_lead_somewhere(client: Client) -> None:
    for address in ("/how", "/locale", "/design"):
        page = client.get(address).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', page)
        if address != "/design":  # it shows the same form once in each theme
            assert len(ids) == len(set(ids))
        for target in re.findall(r'<label[^>]* for="([^"]+)"', page):
            assert target in ids
        for targets in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
            assert set(targets.split()) <= set(ids)


def test_there_is_no_script_that_a_page_waits_for(client: Client) -> None:
    scripts = re.findall(r"<script([^>]*)>", client.get("/how").content.decode())
    assert all(" src=" in script and " defer" in script for script in scripts)


def test_the_design_page_is_for_demo_hubs_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "The price at the door" in client.get("/design").content.decode()
    monkeypatch.setattr("karum.site.design.settings", lambda: type("Knobs", (), {"demo": False}))
    assert client.get("/design").status_code == 404


def test_security_headers(client: Client) -> None:
    policy = client.get("/how")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("https", [True, False])
def test_a_hub_that_is_reached_by_https_stays_there(client: Client, settings: Any, https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = https
    assert ("Strict-Transport-Security" in client.get("/how")) == https
