"""What the words of the official tariffs mean: every file is whole, and speaks of things that there are."""

from datetime import UTC, date, datetime

import pytest

from karum.official import canada_csv
from karum.official.records import Span
from karum.rules.domain import screen
from karum.rules.domain.measures import Passage
from karum.rules.domain.texts import RESTRICTIONS
from karum.rules.queries import markets
from karum.tariffs.domain.overlay import read
from karum.tariffs.domain.rows import MeasureRow
from karum.tariffs.laws import DATA, law_of

SYSTEMS = sorted(path.stem for path in DATA.glob("*.toml"))


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_law_has_its_words(system: str) -> None:
    law = law_of(system)
    assert law is not None
    assert law.url.startswith("https://")
    assert "mfn" in law.roles.values()
    assert law.everyone
    restricting = {type_ for type_, role in law.roles.items() if role == "restriction"}
    assert restricting == set(law.needs)
    assert {need for entry in law.needs.values() for need in entry.needs} <= set(RESTRICTIONS)


def test_each_system_is_a_market_or_the_union() -> None:
    assert set(SYSTEMS) - {"EU"} <= set(markets())
    assert law_of("XX") is None


def test_canadas_treatments_are_known_to_its_reader() -> None:
    law = law_of("CA")
    assert law is not None
    assert set(law.schemes) <= set(canada_csv.TREATMENTS)


def test_a_dollar_is_that_of_the_tariff() -> None:
    law = law_of("CA")
    assert law is not None
    row = MeasureRow(
        code="0207120000", type="MFN", area="", excluded=(), duty="238% but not less than $5.91/kg", additional_code="",
        order_number="", regulation="", conditions=(), footnotes=(), valid=Span(None, None), file="", place="",
        sha256="", loaded_at=datetime(2026, 11, 21, tzinfo=UTC),
    )  # fmt: skip
    found = read("020712", [row], law, {}, {})
    assert found.rate is not None
    assert found.rate.duty.known
    assert found.rate.duty.currencies == {"CAD"}


def test_what_forbids_one_line_below_a_code_forbids_only_that_line() -> None:
    law = law_of("EU")
    assert law is not None
    whole = MeasureRow(
        code="4103200000", type="103", area="1011", excluded=(), duty="0.000 %", additional_code="", order_number="",
        regulation="", conditions=(), footnotes=(), valid=Span(None, None), file="", place="", sha256="",
        loaded_at=datetime(2026, 11, 21, tzinfo=UTC),
    )  # fmt: skip
    ban = whole._replace(code="4103200010", type="277", duty=None, excluded=("CH",))
    asked = read("410320", [whole, ban], law, {}, {}).restrictions
    exact = read("4103200010", [whole, ban], law, {}, {}).restrictions
    passage = Passage("KE", "DE", date(2026, 11, 21))
    assert screen(asked, "410320", "KE", passage).status == "restricted"
    assert screen(asked, "4103200090", "KE", passage).status == "allowed"
    assert screen(exact, "4103200010", "KE", passage).status == "forbidden"
    assert screen(exact, "4103200010", "CH", passage).status == "allowed"
