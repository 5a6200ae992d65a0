"""Statements on origin: every preference has a proof, every text its places, and nothing unverified looks verified."""

import re

import pytest

from karum.rules.domain.measures import Market
from karum.rules.files import codes, load
from karum.rules.statements import LAYOUTS, form, languages_of, proof, proof_of, proofs, statement, words_of

PLACES = {"reference", "origin", "criterion", "grantor"}


def preferences() -> list[tuple[str, str]]:
    """(scheme, origin) of every preference of every market."""
    markets: list[Market] = [market for code in codes() if (market := load(code)) is not None]
    return sorted({(one.code, origin) for market in markets for one in market.preferences for origin in one.origins})


def test_every_preference_of_every_market_says_what_proves_the_origin() -> None:
    missing = [pair for pair in preferences() if proof(*pair) is None]
    assert missing == [], "add these to rules/data/statements.toml"


@pytest.mark.parametrize("one", proofs(), ids=lambda one: one.code)
def test_a_proof_is_complete(one: object) -> None:
    found = proof_of(one.code)  # type: ignore[attr-defined]
    assert found is not None
    assert found.url.startswith("http")
    assert found.schemes
    if found.kind == "certificate":
        assert found.layout is not None
        assert form(found.layout).boxes
        return
    assert "en" in languages_of(found)
    for language in languages_of(found):
        said = words_of(found, language)
        assert set(re.findall(r"\{(\w+)\}", said.template)) <= PLACES
        filled = said.filled(reference="REF 1", origin="RW", criterion="P")
        assert not re.search(r"[\[\]{}]", filled)
        assert ("REF 1" in filled) == ("{reference}" in said.template)
        if found.reference:
            assert "{reference}" in said.template, "a number that is asked for must have its place"
        if "{grantor}" in said.template:
            assert found.grantor


def test_the_words_of_the_eu_gsp_name_the_registered_exporter_only_where_there_is_one() -> None:
    said = statement("EU-EBA")
    assert said is not None
    assert said.filled(reference="RWREX102938475", origin="RW", criterion="P") == (
        "The exporter (Number of Registered Exporter RWREX102938475) of the products covered by this document declares "
        "that, except where otherwise clearly indicated, these products are of RW preferential origin according to "
        "rules of origin of the Generalised System of Preferences of the European Union and that the origin criterion "
        "met is P."
    )
    assert "Number of Registered Exporter" not in said.filled(origin="RW", criterion="P")
    assert said.proof.limit is not None
    assert (str(said.proof.limit.value), said.proof.limit.currency) == ("6000", "EUR")


@pytest.mark.parametrize(
    ("scheme", "origin", "code", "words"),
    [
        ("EU-UK-TCA", "GB", "EU-UK-TCA", "Exporter Reference No"),
        ("UK-DCTS-COMPREHENSIVE", "RW", "UK-DCTS", "Developing Countries Trading Scheme of the UK"),
        ("EU-FTA", "CA", "CETA", "Canada/EU preferential origin"),
        ("CA-FTA", "NO", "CANADA-EFTA", "Canada/EFTA preferential origin"),
        ("EU-FTA", "MA", "PEM", "customs authorisation"),
        ("EU-FTA", "JP", "EU-JAPAN-EPA", "Origin criteria used"),
        ("CA-CUSMA", "MX", "USMCA", "I certify that the goods described in this document qualify as originating"),
        ("AU-FTA", "VN", "CPTPP", "I assume responsibility for proving such representations"),
        ("KR-FTA", "DE", "EU-KOREA-FTA", "customs authorisation"),
    ],
)
def test_a_scheme_of_several_agreements_gives_the_words_of_the_right_one(
    scheme: str, origin: str, code: str, words: str
) -> None:
    said = statement(scheme, origin=origin)
    assert said is not None
    assert said.proof.code == code
    assert words in said.filled(reference="1", origin=origin, criterion="A")


@pytest.mark.parametrize(
    ("scheme", "origin", "layout", "issuer"),
    [
        ("EU-TR-CUSTOMS-UNION", "TR", "a-tr", "authority"),
        ("JP-GSP-LDC", "RW", "form-a", "authority"),
        ("EAC-ORIGIN", "UG", "eac", "authority"),
        ("US-AGOA", "RW", "exporter-certificate", "exporter"),
    ],
)
def test_where_an_office_proves_the_origin_there_is_no_statement(
    scheme: str, origin: str, layout: str, issuer: str
) -> None:
    assert statement(scheme, origin=origin) is None
    found = proof(scheme, origin)
    assert found is not None
    assert (found.layout, found.issuer) == (layout, issuer)


def test_a_certification_says_who_certifies_who_made_the_goods_and_by_which_rule() -> None:
    said = statement("US-USMCA")
    assert said is not None
    assert said.needs_criterion
    assert said.needs_producer
    filled = said.filled(origin="Mexico", criterion="B", producer="the exporter {x}")
    assert filled.endswith(
        "documentation necessary to support this certification. Certifier: the exporter named in this document. "
        "Producer: the exporter {x}. Origin criterion: B. Country of origin: Mexico. "
        "This certification covers the single shipment of this document."
    )


def test_a_language_without_words_gets_the_english_ones() -> None:
    french, arabic = statement("EU-FTA", "fr", "MA"), statement("EU-FTA", "ar", "MA")
    assert french is not None
    assert arabic is not None
    assert french.filled(origin="Maroc").startswith(
        "L'exportateur des produits couverts par le présent document déclare"
    )
    assert arabic.language == "en"
    assert "ar" in arabic.proof.languages  # the agreement has an Arabic text, which is not on file here


def test_words_from_memory_are_marked() -> None:
    english, spanish = statement("EU-EBA"), statement("EU-EBA", "es")
    australian = statement("UK-FTA", origin="AU")
    assert english is not None
    assert spanish is not None
    assert australian is not None
    assert (english.verified, spanish.verified, australian.verified) == (True, False, False)


def test_an_unknown_scheme_has_no_proof() -> None:
    assert proof("NOT-A-SCHEME") is None
    assert statement("NOT-A-SCHEME") is None
    assert proof("EU-FTA", "US") is None


def test_every_layout_has_its_form() -> None:
    assert [form(layout).layout for layout in LAYOUTS] == list(LAYOUTS)
