"""No input of a person, however strange, breaks her own pages or the door."""

import pytest
from django.test import Client
from django.urls import reverse

from karum.parties.services import create_person
from tests.hostile import broken_forms, broken_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["parties:me", "parties:address_add", "desk:new"])
def test_no_form_of_a_persons_own_pages_breaks(page: str) -> None:
    client = Client()
    client.force_login(create_person("amina@example.org", full_name="Amina"))
    assert broken_forms(client, reverse(page)) == []


def test_no_form_of_the_demos_door_breaks() -> None:
    assert broken_forms(Client(), reverse("parties:demo")) == []


@pytest.mark.parametrize(
    ("page", "name"), [("parties:demo", "next"), ("parties:mailbox", "to"), ("shop:locale", "next")]
)
def test_no_address_with_a_strange_parameter_breaks(page: str, name: str) -> None:
    assert broken_queries(Client(), reverse(page), name) == []
