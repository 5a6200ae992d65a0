"""The calculator: anybody asks, every line opens, the link keeps the answer, and what is wrong is said at its field."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from karum.runtime.settings import settings
from karum.shop.forms.calculator import CalculatorForm
from tests.hostile import NASTY
from tests.shop.conftest import COFFEE, Hub, words_of

PAGE = "/calculator"
SHIRTS = {
    "what": "6109.10", "seller": "KE", "to": "GB", "value": "30", "currency": "GBP", "quantity": "10", "weight": "0.2",
    "shipping": "10", "day": "2026-11-21",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def asked(client: Client, **changes: Any) -> str:
    return words_of(client.get(PAGE, SHIRTS | changes))


def total_of(page: str) -> str:
    found = re.search(r'receipt__row--total"><span>[^<]*</span><b[^>]*>([^<]*)</b>', page)
    assert found
    return found[1]


def link_of(page: str) -> str:
    found = re.search(r'id="link" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_the_bare_page_is_a_form_that_may_be_indexed(client: Client) -> None:
    page = words_of(client.get(PAGE))
    assert 'name="what"' in page
    assert "noindex" not in page
    assert f'rel="canonical" href="{settings().base_url}{PAGE}"' in page


def test_an_answer_is_not_indexed_and_every_line_opens_to_rate_base_law_and_how_sure(client: Client) -> None:
    page = asked(client)
    assert '<meta name="robots" content="noindex">' in page
    assert "The ordinary (MFN) duty for HS 61 is 12%." in page
    assert "Rate 12% on £310.00 (goods + shipping + insurance)." in page
    assert "GB.toml" in page
    assert "Not yet checked against the law" in page
    assert "looked up" in page
    assert "GB-LOW-VALUE does not apply" in page


def test_the_lines_of_the_receipt_come_to_its_total(client: Client) -> None:
    page = asked(client)
    lines = page.split('class="receipt"')[1].split("At your")[0]
    amounts = [float(text) for text in re.findall(r"<b>£([\d.]+)</b>", lines)]
    assert round(sum(amounts), 2) == float(total_of(page)[1:])


def test_a_proof_of_origin_stands_beside_the_ordinary_duty_with_what_it_saves_and_the_words_to_sign(
    client: Client,
) -> None:
    page = asked(client)
    assert "With this proof of origin you save £37.20 of duty." in page
    assert "The exporter of the products covered by this document" in page
    found = re.search(r'href="([^"]+proof=UK-KENYA-EPA[^"]*)"', page)
    assert found
    with_proof = words_of(client.get(unescape(found[1])))
    assert "It saves £37.20 of duty." in with_proof
    assert total_of(with_proof) == "£372.00"


def test_the_link_gives_the_same_answer_on_a_later_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = asked(client, show="KES", day="")
    link = link_of(page)
    words = parse_qs(urlsplit(link).query)
    today = timezone.now().date()
    assert words["day"] == [today.isoformat()]
    assert words["fx"][0] <= today.isoformat()
    later = datetime(today.year + 1, today.month, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("karum.shop.views.calculator.timezone.now", lambda: later)
    again = words_of(client.get(link.removeprefix(settings().base_url)))
    assert total_of(again) == total_of(page)
    assert link_of(again) == link


def test_a_day_in_the_past_gets_the_answer_of_that_day(client: Client) -> None:
    """The EU's EUR 3 for each tariff item: from 1 July 2026 (Reg. 2026/382)."""
    parcel = {"to": "DE", "seller": "KE", "value": "20", "quantity": "1", "currency": "EUR", "shipping": "5"}
    before = asked(client, **parcel, day="2026-06-30")
    after = asked(client, **parcel, day="2026-07-01")
    assert "€3.00" not in before
    assert "€3.00" in after
    assert total_of(before) != total_of(after)


def test_in_words_the_duty_is_unknown_and_the_page_says_what_would_help(client: Client) -> None:
    page = asked(client, what="cotton shirts")
    assert total_of(page) == "unknown"
    assert "The HS code of the goods." in page
    assert 'value="cotton shirts"' in page
    assert 'href="/hs?q=cotton%20shirts"' in page


def test_in_words_codes_are_offered_and_the_chosen_one_answers_the_same_question(client: Client) -> None:
    page = asked(client, what="cotton t-shirt")
    found = re.search(r'class="choice" href="(/calculator\?[^"]*what=610910[^"]*)"', page)
    assert found
    assert total_of(words_of(client.get(unescape(found[1])))) == total_of(asked(client))


def test_where_the_tax_differs_by_province_it_is_asked_for(client: Client) -> None:
    page = asked(client, to="CA")
    assert 'name="region"' in page
    assert "Ontario" in page
    assert total_of(asked(client, to="CA", region="ON")) != total_of(asked(client, to="CA", region="AB"))
    assert 'name="region"' not in asked(client)


def test_goods_that_may_not_come_in_are_said_first(client: Client) -> None:
    page = words_of(client.get(PAGE, SHIRTS | {"to": "AU", "what": "240220"}))
    assert page.index("<h1") < page.index("At your door")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "12"}, "An HS code has six to ten digits"),
        ({"value": "abc"}, "Write an amount like 12.50"),
        ({"value": "-1"}, "An amount cannot be below zero."),
        ({"quantity": "0"}, "Write a whole number from 1"),
        ({"weight": "heavy"}, "Write a number, for example 2.5."),
        ({"to": "XX"}, "is not one of the available choices"),
        ({"day": "1850-01-01"}, "We know rules of the years from 2020"),
        ({"day": "soon"}, "Enter a valid date"),
        ({"shipping": ""}, "This field is required."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, change: dict[str, str], said: str
) -> None:
    answer = client.get(PAGE, SHIRTS | change)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert said in page
    (name,) = change
    assert f'id="id_{name}_error"' in page
    kept = "seller" if name != "seller" else "to"
    assert f'<option value="{SHIRTS[kept]}" selected>' in page


def test_mistakes_are_told_in_the_readers_language(client: Client) -> None:
    client.cookies["locale"] = "FR.fr.EUR"
    assert "Ce champ est obligatoire." in client.get(PAGE, SHIRTS | {"seller": ""}).text


def test_amounts_are_read_as_people_write_them(client: Client) -> None:
    assert total_of(asked(client, value="٣٠", quantity="10")) == total_of(asked(client))
    assert total_of(asked(client, value="30,00")) == total_of(asked(client))


@pytest.mark.parametrize("name", [*CalculatorForm.base_fields, "m_LTR", "m_XXX"])
def test_nothing_that_stands_in_the_address_breaks_it(
    client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karum.shop.views.calculator.asks_too_often", lambda *args, **kwargs: False)
    for value in NASTY:
        text = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = client.get(PAGE, SHIRTS | {name: text})
        assert answer.status_code in (200, 422), (name, value)
        assert "<script>alert" not in answer.text


def test_a_link_without_a_price_fills_the_form_in_and_finds_nothing_wrong(client: Client) -> None:
    page = words_of(client.get(PAGE, {"what": "090121", "seller": "RW", "to": "GB"}))
    assert 'value="090121"' in page
    assert '<option value="RW" selected>' in page
    assert "field__error" not in page


def test_the_products_page_leads_here_with_everything_filled_in(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "GB.en.GBP"
    product = words_of(client.get(f"/p/{COFFEE}", {"offer": hub.offer_id}))
    found = re.search(r'href="(/calculator\?[^"]+)"', product)
    assert found
    assert total_of(words_of(client.get(unescape(found[1])))) == total_of(product)


def test_who_asks_too_often_is_asked_to_wait_but_may_see_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karum.shop.views.calculator.asks_too_often", lambda *args, **kwargs: True)
    assert client.get(PAGE, SHIRTS).status_code == 429
    assert client.get(PAGE).status_code == 200


def test_the_terms_say_who_pays_on_arrival(client: Client) -> None:
    assert "when the parcel arrives" in asked(client)
    paid = asked(client, terms="DDP")
    assert "when the parcel arrives" not in paid
    assert total_of(paid) == total_of(asked(client))


def test_the_days_of_the_link_are_days(client: Client) -> None:
    words = parse_qs(urlsplit(link_of(asked(client))).query)
    assert date.fromisoformat(words["day"][0]) >= date.fromisoformat(words["fx"][0])


def test_more_than_anything_costs_is_said_at_its_field(client: Client) -> None:
    answer = client.get(PAGE, SHIRTS | {"to": "ID", "value": "9999999999999.99", "quantity": "1000000000"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["quantity"]
