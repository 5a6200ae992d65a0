"""The landed cost with official tariffs loaded: their word wins, unknown stays unknown, and time can be travelled."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from karum.money import Money
from karum.official import kinds
from karum.official.records import AreaMember, Measure, OriginRule, OriginScheme, Span
from karum.official.source import Source
from karum.rules import Item, LandedCost, QuoteRequest
from karum.rules import queries as rules
from karum.tariffs.queries import quotes
from karum.tariffs.services.load import load

from .tiny import APRIL, DATA, JANUARY, NOON, LoadRows

HTS = DATA / "us-hts"
SECOND = JANUARY + timedelta(days=1)
FX = {"USD/GBP": Decimal("0.8"), "USD/EUR": Decimal("0.9")}

pytestmark = pytest.mark.django_db


def ask(
    hs_code: str,
    origin: str = "VN",
    destination: str = "US",
    day: date = APRIL,
    known: datetime | None = None,
    proofs: frozenset[str] = frozenset(),
) -> LandedCost:
    quotes.forget()
    item = Item(hs_code, origin, 1, Money(100_000, "USD"), 500, proofs=proofs)
    request = QuoteRequest(
        "VN", destination, day, "consignment", "DAP", "USD", (item,), Money(0, "USD"), fx=FX, mode="air"
    )
    return quotes.landed_cost(request, known=known)


def duty(answer: LandedCost, code: str = "MFN") -> Money | None:
    return next((line.amount for line in answer.lines_of("duty") if line.code == code), None)


def general(code: str, text: str, *, notes: tuple[str, ...] = (), place: str = "") -> Measure:
    return Measure(f"{code}/general", "general", code, place or f"line of {code}", duty=text, footnotes=notes)


def test_the_official_rate_stands_with_its_file_and_row(load_rows: LoadRows) -> None:
    load_rows([general("42022190", "9%", place="record 7")], name="chapter_42.json")
    answer = ask("4202219000")
    line = answer.lines_of("duty")[0]
    assert line.amount == Money(9_000, "USD")
    assert line.confidence == "A"
    assert line.source.file.startswith("chapter_42.json sha256:")
    assert line.source.row == "record 7"
    assert "US-TARIFF" in answer.data_versions


def test_digits_that_the_tariff_does_not_have_fall_back_to_its_six(load_rows: LoadRows) -> None:
    load_rows([general("42022130", "5.3%"), general("42022160", "10%")])
    answer = ask("4202219999")
    assert duty(answer, "unknown") is None
    assert answer.lowest is not None


def test_six_digits_over_lines_with_one_rate_are_enough(load_rows: LoadRows) -> None:
    load_rows([general("42022130", "5.3%"), general("42022160", "5.3%")])
    assert duty(ask("420221")) == Money(5_300, "USD")


def test_six_digits_over_lines_with_several_rates_say_so_and_give_bounds(load_rows: LoadRows) -> None:
    load_rows([general("42022130", "5.3%"), general("42022160", "10%"), general("42022190", "9%")])
    answer = ask("420221")
    assert not answer.is_known
    assert [fact.code for fact in answer.missing_facts if fact.code == "missing_hs_digits"]
    assert answer.lowest is not None
    assert answer.highest is not None
    assert (answer.lowest.duty, answer.highest.duty) == (
        Money(5_300, "USD") + _on_top(answer, "lowest"),
        Money(10_000, "USD") + _on_top(answer, "highest"),
    )


def _on_top(answer: LandedCost, which: str) -> Money:
    """What other duties add, so that the test speaks of the tariff alone."""
    added = Money.zero("USD")
    for line in answer.lines_of("duty"):
        if line.code not in ("MFN", "unknown") and line.amount is not None:
            added += line.amount
    return added


def test_a_text_that_is_not_understood_stays_unknown_with_its_words(load_rows: LoadRows) -> None:
    load_rows([general("91021110", "The rate applicable to the case")])
    answer = ask("9102111000")
    assert not answer.is_known
    assert "The rate applicable to the case" in str([line.to_json() for line in answer.lines])


def test_a_programme_is_an_option_for_its_countries_and_a_lapsed_one_is_none(load_rows: LoadRows) -> None:
    def special(area: str) -> Measure:
        return Measure(f"62/{area}", "special", "62034240", f"special {area}", area=area, duty="Free")

    load_rows([general("62034240", "16.6%"), special("KR"), special("A+"), special("S")])
    korea = ask("6203424000", origin="KR")
    assert [(option.code, option.saving) for option in korea.options] == [
        ("MFN", Money(0, "USD")),
        ("US-FTA", Money(16_600, "USD")),
    ]
    assert [option.code for option in ask("6203424000", origin="BJ").options] == ["MFN"]
    proven = ask("6203424000", origin="MX", proofs=frozenset({"US-USMCA"}))
    assert duty(proven, "US-USMCA") == Money(0, "USD")


def test_column_two_takes_the_place_of_the_ordinary_duty(load_rows: LoadRows) -> None:
    load_rows([
        general("62034240", "16.6%"),
        Measure("62034240/other", "other", "62034240", "column 2", duty="90%"),
    ])  # fmt: skip
    answer = ask("6203424000", origin="BY")
    assert duty(answer, "US-COLUMN-2") == Money(90_000, "USD")
    assert [line.code for line in answer.lines_of("duty")].count("MFN") == 0
    assert ("MFN", "not_replaced") in [(line.code, line.why_not[-1].code) for line in answer.not_applied]


def test_a_footnote_to_chapter_99_adds_its_duty_for_its_origin_only(load_rows: LoadRows) -> None:
    load_rows([
        general("42022160", "17.6%", notes=("See 9903.88.03. ",)),
        general("42022190", "9%"),
        general("99038803", "The duty provided in the applicable subheading + 25%"),
    ])  # fmt: skip
    assert duty(ask("4202216000", origin="CN"), "US-S301-CHINA") == Money(25_000, "USD")
    assert "US-S301-CHINA" not in [line.code for line in ask("4202219000", origin="CN").lines]
    assert "US-S301-CHINA" not in [line.code for line in ask("4202216000", origin="VN").lines]


def test_a_duty_whose_heading_is_not_loaded_is_the_market_files_own(load_rows: LoadRows) -> None:
    load_rows(
        [
            general("42022160", "17.6%", notes=("See 9903.88.03. ",)),
            general("61091000", "16.5%", notes=("See 9903.88.15.",)),
        ]
    )
    assert not ask("4202216000", origin="CN").is_known
    assert duty(ask("6109100000", origin="CN"), "US-S301-CHINA") == Money(7_500, "USD")
    assert "US-S301-CHINA" not in [line.code for line in ask("6109100000", origin="VN").lines]


def test_a_file_without_footnotes_takes_no_duty_away(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], KIND="us-hts-csv")
    assert duty(ask("6109100000", origin="CN"), "US-S301-CHINA") == Money(7_500, "USD")


def test_footnotes_to_several_headings_that_add_leave_open_which(load_rows: LoadRows) -> None:
    load_rows([
        general("90183100", "Free", notes=("See 9903.88.15. ", "See 9903.91.08. ")),
        general("85414100", "Free", notes=("See 9903.91.05. ",)),
        general("99038815", "The duty provided in the applicable subheading + 7.5%"),
        general("99039105", "The duty provided in the applicable subheading + 50%"),
        general("99039108", "The duty provided in the applicable subheading + 100%"),
    ])  # fmt: skip
    assert duty(ask("8541410000", origin="CN"), "US-S301-CHINA") == Money(50_000, "USD")
    assert not ask("9018310000", origin="CN").is_known


def test_a_second_column_that_is_not_stated_is_not_the_first(load_rows: LoadRows) -> None:
    load_rows([general("62034240", "16.6%")])
    assert not ask("6203424000", origin="BY").is_known


def test_an_anti_dumping_duty_of_the_tariff_is_not_charged_besides_the_files_own(load_rows: LoadRows) -> None:
    load_rows(
        [
            Measure("1", "103", "6912002100", "row 1", area="1011", duty="5 %", valid=Span(date(2020, 1, 1))),
            Measure("2", "552", "6912002100", "row 2", area="CN", duty="79 %", valid=Span(date(2026, 2, 7))),
            Measure("3", "103", "6911100000", "row 3", area="1011", duty="12 %", valid=Span(date(2020, 1, 1))),
        ],
        SYSTEM="EU",
    )
    codes = [line.code for line in ask("6912002100", origin="CN", destination="DE").lines_of("duty")]
    assert codes == ["MFN", "EU-552-CN"]
    others = [line.code for line in ask("6911100000", origin="CN", destination="DE").lines_of("duty")]
    assert others == ["MFN", "EU-ANTI-DUMPING-CERAMICS"]


def test_taric_measures_of_a_group_an_exclusion_and_a_padded_code(load_rows: LoadRows) -> None:
    load_rows(
        [
            Measure("1", "103", "6109100000", "row 1", area="1011", duty="12.000 %", valid=Span(date(2020, 1, 1))),
            Measure("2", "142", "6109100000", "row 2", area="2005", duty="0.000 %", valid=Span(date(2020, 1, 1))),
            Measure("3", "552", "6109100010", "row 3", area="CN", duty="48.500 %", valid=Span(date(2026, 1, 1))),
            Measure("4", "103", "6109100010", "row 4", area="1011", duty="12.000 %", valid=Span(date(2020, 1, 1))),
            Measure("5", "103", "6109100090", "row 5", area="1011", duty="12.000 %", valid=Span(date(2020, 1, 1))),
            AreaMember("2005", "BD", "row 6"),
        ],
        SYSTEM="EU",
    )
    poor = ask("610910", origin="BD", destination="DE")
    assert duty(poor) == Money(12_000, "USD")
    assert "EU-EBA" in [option.code for option in poor.options]
    assert duty(ask("6109100010", origin="CN", destination="DE"), "EU-552-CN") == Money(48_500, "USD")
    assert "EU-552-CN" not in [line.code for line in ask("6109100090", origin="CN", destination="DE").lines]
    unsure = ask("610910", origin="CN", destination="DE")
    assert not unsure.is_known
    assert unsure.lowest is not None


def test_a_measure_before_its_day_does_nothing(load_rows: LoadRows) -> None:
    load_rows(
        [
            Measure("1", "103", "6109100000", "row 1", area="1011", duty="12 %", valid=Span(None, JANUARY)),
            Measure("2", "103", "6109100000", "row 2", area="1011", duty="8 %", valid=Span(SECOND)),
        ],
        SYSTEM="EU",
    )
    assert duty(ask("610910", destination="FR", day=JANUARY)) == Money(12_000, "USD")
    assert duty(ask("610910", destination="FR", day=SECOND)) == Money(8_000, "USD")


def test_a_stopped_measure_does_nothing(load_rows: LoadRows) -> None:
    always = Span(date(2020, 1, 1))
    load_rows(
        [
            Measure("1", "103", "6109100000", "row 1", area="1011", duty="12 %", valid=always),
            Measure("2", "552", "6109100000", "row 2", area="VN", duty="40 %", valid=always, conditions=("stopped",)),
        ],
        SYSTEM="EU",
    )
    assert "EU-552-VN" not in [line.code for line in ask("610910", destination="FR").lines]


def test_what_the_hub_knew_then_can_be_asked_now(load_rows: LoadRows) -> None:
    load_rows([general("62034240", "16.6%")], name="old")
    load_rows([general("62034240", "12%")], name="new", at=NOON + timedelta(days=30))
    assert duty(ask("6203424000")) == Money(12_000, "USD")
    assert duty(ask("6203424000", known=NOON + timedelta(days=1))) == Money(16_600, "USD")


def test_the_rule_of_origin_comes_with_the_option(load_rows: LoadRows) -> None:
    load_rows(
        [
            Measure("1", "103", "0901210000", "row 1", area="1011", duty="8 %", valid=Span(date(2021, 1, 1))),
            Measure("2", "142", "0901210000", "row 2", area="KE", duty="0 %", valid=Span(date(2021, 1, 1))),
        ],
        SYSTEM="GB",
        name="tariff",
    )
    load_rows([OriginScheme("kenya", "UK-Kenya EPA", ("KE",), ("statement",), "scheme 1"),
                OriginRule("kenya", "0901000000", "0901999999", "0901", "All coffee is wholly obtained.", "rule 1")],
              SYSTEM="GB", name="kenya")  # fmt: skip
    (option,) = [option for option in ask("090121", "KE", "GB").options if option.code == "UK-KENYA-EPA"]
    assert option.rule_of_origin == "UK-Kenya EPA: All coffee is wholly obtained."
    assert option.saving == Money(8_000, "USD")


def test_a_prohibition_of_the_tariff_forbids(load_rows: LoadRows) -> None:
    load_rows(
        [
            Measure("1", "103", "0501000000", "row 1", area="1011", duty="0 %", valid=Span(date(2021, 1, 1))),
            Measure("2", "277", "0501000000", "row 2", area="CN", regulation="R1", valid=Span(date(2021, 1, 1))),
        ],
        SYSTEM="EU",
    )
    assert ask("050100", "CN", "DE").status == "forbidden"
    assert ask("050100", "VN", "DE").status != "forbidden"


@pytest.fixture(scope="module")
def chapters() -> list[Source]:
    if not HTS.is_dir():
        pytest.skip(f"The official chapters are not here: {HTS}")
    return [Source(HTS / f"chapter_{number}.json") for number in (61, 62, 99)]


def test_the_real_chapters_agree_with_what_the_market_file_says(chapters: list[Source]) -> None:
    """Our file was typed from these chapters: the official rows must give the same duty, to the cent."""
    typed = rules.market("US").tariff.rates  # type: ignore[union-attr]
    codes = [code for code, rates in typed.items() if len(code) == 8 and code[:2] in ("61", "62")]
    assert len(codes) > 50
    before = {code: ask(code) for code in codes}
    for source in chapters:
        load(source, kinds.reader_for(source), valid_from=JANUARY, now=datetime(2026, 4, 1, tzinfo=UTC), say=str)
    for code, old in before.items():
        new = ask(code)
        assert new.lines_of("duty")[0].source.file.startswith("chapter_6"), code
        assert duty(new) == duty(old), code
    china = ask("61091000", origin="CN")
    assert duty(china, "US-S301-CHINA") == Money(7_500, "USD")
