"""Ways from goods to goods: filters with counts, help when nothing is found, what was seen, similar, suggestions."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client

from karum.catalogue.domain.synonyms import beginning
from karum.catalogue.queries import Band, Facets, FacetValue, Sort, Terms
from karum.catalogue.services import save_category
from karum.shop import filter_words
from karum.shop.forms.searching import Asked
from karum.shop.queries.discovery import Doors, round_steps
from karum.shop.seen import MOST
from tests.hostile import NASTY, SLY
from tests.shop.conftest import COFFEE, Hub, words_of

TODAY = date(2026, 11, 2)


def page(client: Client, address: str) -> str:
    return words_of(client.get(address))


# Filters


@pytest.mark.parametrize(
    ("per_euro", "steps"),
    [
        ("1", (5, 10, 20, 50, 100, 200, 500)),
        ("150.3", (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)),
        ("0.85", (5, 10, 20, 50, 100, 200, 500)),
        ("0.02", (1, 2, 5, 10, 20, 50, 100)),
        ("17000", (100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)),
    ],
)
def test_prices_to_choose_from_are_round_in_every_currency(per_euro: str, steps: tuple[int, ...]) -> None:
    assert round_steps(Decimal(per_euro)) == steps


def test_choices_say_how_many_there_are() -> None:
    facets = Facets(
        origins=(FacetValue("RW", 12), FacetValue("KE", 3)),
        materials=(FacetValue("olive-wood", 2), FacetValue("lenke-wood", 1)),
        terms=(FacetValue("retail", 15), FacetValue("wholesale", 4)),
        arrivals=(FacetValue("7", 2), FacetValue("14", 9)),
        doors=(Band(0, 999, 2), Band(1000, 1999, 0), Band(2000, 4999, 5), Band(5000, None, 1)),
    )
    doors = Doors("EUR", ((10, 999), (20, 1999), (50, 4999)))
    found = filter_words.choices(Asked(origin="GB"), facets, doors, TODAY)
    assert found["origin"] == [("", "Anywhere"), ("RW", "Rwanda (12)"), ("KE", "Kenya (3)"), ("GB", "United Kingdom")]
    assert [name for _, name in found["material"]] == ["Any material", "Olive wood (2)", "Lenke wood (1)"]
    assert found["terms"][2] == ("wholesale", "In quantity, cheaper (4)")
    assert [value for value, _ in found["days"]] == ["", "7", "14"]
    assert found["days"][1][1] == "by Mon 9 Nov (2)"
    # Up to 20 leaves what up to 10 leaves: it would tell nothing.
    assert found["door_max"] == [("", "Any price"), ("10", "up to €10.00 (2)"), ("50", "up to €50.00 (7)")]
    assert "door_max" not in filter_words.choices(Asked(), facets, None, TODAY)
    assert filter_words.choices(Asked(), Facets(), None, TODAY) == {}


def test_switches_are_shown_where_they_would_leave_something() -> None:
    facets = Facets(verified=3, small_countries=0, in_stock=5)
    assert list(filter_words.switches(Asked(), facets)) == ["verified", "in_stock"]
    assert filter_words.switches(Asked(small=True), facets)["small"] == "From small countries"


def test_each_filter_that_is_on_can_be_taken_off_alone() -> None:
    address = QueryDict("q=tea&origin=RW&verified=on&material=&days=14&page=3&sort=newest")
    asked = Asked(words="tea", origin="RW", verified=True, days=14, terms=Terms.ANY, sort=Sort.NEWEST)
    doors = Doors("EUR", ())
    on = {one.name: one.without for one in filter_words.chosen(asked, address, "", doors, TODAY)}
    assert on == {
        "Made in Rwanda": "?q=tea&verified=on&days=14&sort=newest",
        "by Mon 16 Nov": "?q=tea&origin=RW&verified=on&sort=newest",
        "Verified sellers only": "?q=tea&origin=RW&days=14&sort=newest",
    }
    assert filter_words.without_filters(address) == "?q=tea&sort=newest"


def test_the_filters_are_a_plain_form(hub: Hub, buyer: Client) -> None:
    shown = page(buyer, "/search?q=coffee&origin=RW&sort=newest")
    assert '<a class="button button--quiet button--small facets__open" href="#facets">' in shown
    assert 'id="facets"' in shown
    assert '<input type="hidden" name="q" value="coffee">' in shown
    assert '<option value="RW" selected>Rwanda (' in shown
    assert '<option value="newest" selected>Newest</option>' in shown
    assert 'href="?q=coffee&amp;sort=newest"' in shown  # takes the origin off


def test_without_words_the_newest_come_first_and_the_form_says_so(hub: Hub, buyer: Client) -> None:
    shown = page(buyer, "/c/food")
    assert '<option value="">Newest</option>' in shown or '<option value="" selected>Newest</option>' in shown
    assert "Best match" not in shown


# Nothing found


def test_filters_that_leave_nothing_say_what_is_there_without_them(hub: Hub, buyer: Client) -> None:
    shown = page(buyer, "/search?q=bourbon&origin=GB&in_stock=on")
    assert "Nothing was found for" in shown
    assert "products without the filters" in shown
    assert "Huye washed bourbon" in shown
    assert "Take all filters off" in shown


def test_what_nobody_sells_leads_to_its_kind(hub: Hub, buyer: Client) -> None:
    shown = page(buyer, "/search?q=espresso")  # a coffee, for those who know
    assert "Huye washed bourbon" in shown


def test_words_that_never_meet_are_offered_one_by_one(hub: Hub, buyer: Client) -> None:
    shown = page(buyer, "/search?q=bourbon+telescope")
    assert "Nothing has all of these words" in shown
    assert 'href="/search?q=telescope"' in shown


# Recently seen


def test_what_was_looked_at_is_remembered_by_the_browser_alone(hub: Hub, buyer: Client) -> None:
    assert "Nothing yet" in page(buyer, "/p")
    buyer.get(f"/p/{COFFEE}")
    answer = buyer.get("/p/blue-slip-mug")
    cookie = answer.cookies["seen"]
    assert cookie.value == f"blue-slip-mug.{COFFEE}"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/p", True, "Lax")
    shown = page(buyer, "/p")
    assert shown.index("Blue slip mug") < shown.index("Huye washed bourbon")
    part = page(buyer, "/p?part")
    assert part.startswith('<div class="section__head">')
    assert "Blue slip mug" in part


def test_what_was_looked_at_can_be_forgotten(hub: Hub, buyer: Client) -> None:
    buyer.get(f"/p/{COFFEE}")
    answer = buyer.post("/p")
    assert (answer.status_code, answer["Location"]) == (302, "/p")
    assert answer.cookies["seen"]["max-age"] == 0
    assert answer.cookies["seen"]["path"] == "/p"
    assert "Nothing yet" in page(buyer, "/p")
    assert buyer.get("/p?part").status_code == 204


def test_what_a_browser_only_fetches_ahead_was_not_seen(hub: Hub, buyer: Client) -> None:
    assert "seen" not in buyer.get(f"/p/{COFFEE}", headers={"sec-purpose": "prefetch"}).cookies
    assert "seen" not in buyer.get("/p/no-such-thing").cookies
    assert "seen" not in buyer.head(f"/p/{COFFEE}").cookies


@pytest.mark.parametrize("value", ["", "...", "a" * 5000, '"><script>', f"{COFFEE}.{COFFEE}", "%00.é.x", "9" * 90])
def test_a_cookie_that_somebody_wrote_spoils_nothing(hub: Hub, buyer: Client, value: str) -> None:
    buyer.cookies["seen"] = value
    assert "<script>" not in page(buyer, "/p")
    kept = buyer.get("/p/blue-slip-mug").cookies["seen"].value
    assert kept.split(".")[0] == "blue-slip-mug"
    assert len(kept.split(".")) <= MOST


# Similar


def test_similar_products_lead_on(hub: Hub, buyer: Client) -> None:
    assert "Nothing here is like it" in page(buyer, "/p/blue-slip-mug/similar")
    assert buyer.get("/p/blue-slip-mug/similar?part").status_code == 204
    assert buyer.get("/p/no-such-thing/similar").status_code == 404


# Suggestions


def suggested(client: Client, typed: str, language: str = "en") -> dict[str, Any]:
    answer = client.get("/search/suggest", {"q": typed, "in": language})
    assert answer.status_code == 200
    found = json.loads(answer.content)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("typed", "language", "word"),
    [("bour", "en", "bourbon"), ("red cur", "en", "red currant"), ("caf", "fr", "café"), ("咖", "zh-hans", "咖啡")],
)
def test_what_is_typed_goes_on_in_words_of_the_hub(
    hub: Hub, client: Client, typed: str, language: str, word: str
) -> None:
    assert word in suggested(client, typed, language)["words"]


def test_categories_are_suggested_with_their_address(hub: Hub, client: Client) -> None:
    found = suggested(client, "cera")
    assert {"name": "Ceramics", "path": "/c/ceramics"} in found["shelves"]
    assert found["said"] == f"{len(found['words']) + len(found['shelves'])} suggestions"


def test_nothing_is_suggested_that_finds_nothing(hub: Hub, client: Client) -> None:
    assert beginning("djem", "en", 1) == ["djembe"]  # a name of goods, which nobody sells here
    assert suggested(client, "djem")["words"] == []
    assert suggested(client, "bour")["words"]
    assert not any("mugs" in words for words in suggested(client, "bourbon mu")["words"])  # each is sold, never as one
    save_category("zithers", {"en": "Zithers"})
    assert suggested(client, "zith")["shelves"] == []


def test_an_address_of_suggestions_has_one_answer_for_everybody(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.sw.KES"
    answer = client.get("/search/suggest?q=caf&in=fr")
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Language"] == "fr"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("typed", ["", " ", "c", "xqzxqz", *NASTY, *SLY])
def test_whatever_is_typed_is_answered(hub: Hub, client: Client, typed: str) -> None:
    written = quote(typed, errors="surrogatepass")
    answer = client.get(f"/search/suggest?q={written}&in=xx")
    assert isinstance(json.loads(answer.content)["words"], list)


def test_who_asks_faster_than_people_type_waits(hub: Hub, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.shop.views.suggest.PER_MINUTE", 2)
    answers = [client.get("/search/suggest?q=cof") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
