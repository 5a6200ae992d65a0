"""Loading official files: what is kept, what is refused, and that nothing is lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from karum.official.records import AreaMember, Broken, Component, GoodsCode, OriginRule, OriginScheme, Span, TariffRow
from karum.official.source import BadFile
from karum.tariffs.events import RulesChanged
from karum.tariffs.models import BrokenRow, Measure, Nomenclature, RuleChange, SourceFile
from karum.tariffs.models import Component as Part
from karum.tariffs.queries.areas import areas_of, members_of
from karum.tariffs.queries.measures import measures_on
from karum.tariffs.queries.nomenclature import children, description, lines, search
from karum.tariffs.queries.origin import origin_rules, scheme, schemes_between
from karum.tariffs.services import load as loading

from .tiny import APRIL, JANUARY, JULY, NOON, LoadRows, duties, general, measure

FROM_JANUARY = Span(JANUARY, None)


def test_what_a_file_says_is_found_with_its_place(load_rows: LoadRows) -> None:
    loaded = load_rows([general("61091000", "16.5%", "line 7")], name="hts.json")
    assert (loaded.rows, loaded.added, loaded.closed, loaded.unchanged) == (1, 1, 0, 0)
    (row,) = measures_on("US", ["6109100012"], JANUARY)
    assert (row.duty, row.file, row.place, row.loaded_at) == ("16.5%", "hts.json", "line 7", NOON)
    assert row.sha256 == SourceFile.objects.get().sha256


def test_the_very_same_file_is_loaded_once(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], name="a")
    assert load_rows([general("61091000", "99%")], name="a").already
    assert load_rows([general("61091000", "99%")], name="a", day=None).already
    assert duties("610910", JANUARY) == ["16.5%"]


def test_another_file_that_says_the_same_changes_nothing(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%"), general("61102000", "5%")])
    again = load_rows([general("61091000", "16.5%"), general("61102000", "5%")], day=APRIL)
    assert (again.added, again.closed, again.unchanged) == (0, 0, 2)
    assert Measure.objects.count() == 2
    assert not RuleChange.objects.exists()


def test_a_new_edition_holds_from_its_first_day_and_the_old_one_before(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%"), general("61102000", "5%")], name="old")
    loaded = load_rows([general("61091000", "12%")], name="new", day=APRIL)
    assert (loaded.added, loaded.closed, loaded.unchanged) == (1, 2, 0)
    assert duties("610910", APRIL - timedelta(days=1)) == ["16.5%"]
    assert duties("610910", APRIL) == ["12%"]
    assert duties("611020", APRIL - timedelta(days=1)) == ["5%"]
    assert duties("611020", APRIL) == []
    (row,) = measures_on("US", ["610910"], JANUARY)
    assert row.file == "old"


def test_chapters_that_a_file_does_not_name_stay(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%"), general("62052000", "19.7%")])
    load_rows([general("61091000", "12%")], day=APRIL)
    assert duties("620520", APRIL) == ["19.7%"]


def test_a_change_of_duty_is_written_down_and_told(load_rows: LoadRows, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[RulesChanged] = []
    monkeypatch.setattr(loading, "publish", told.append)
    load_rows([general("61091000", "16.5%"), general("61102000", "5%")])
    assert told == [], "a first load is no change"
    load_rows([general("61091000", "12%"), general("61103000", "32%"), general("62052000", "19.7%")], day=APRIL)
    changes = RuleChange.objects.order_by("code").values_list("code", "before", "after", "valid_from")
    assert list(changes) == [
        ("61091000", "16.5%", "12%", APRIL),
        ("61102000", "5%", None, APRIL),
        ("61103000", None, "32%", APRIL),
    ], "chapter 62 was not known before"
    assert told == [RulesChanged("US", SourceFile.objects.latest("id").id, 3)]


def test_a_measure_that_ends_and_its_successor_are_one_change(load_rows: LoadRows) -> None:
    load_rows.changes([measure("1", "6109100000", "12 %", FROM_JANUARY)])
    load_rows.changes(
        [
            measure("1", "6109100000", "12 %", Span(JANUARY, JULY - timedelta(days=1))),
            measure("2", "6109100000", "8 %", Span(JULY, None)),
        ]
    )
    (change,) = RuleChange.objects.values_list("code", "before", "after", "valid_from")
    assert change == ("6109100000", "12 %", "8 %", JULY)


def test_a_broken_row_is_kept_with_its_place_and_ends_nothing(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%"), general("61102000", "5%"), general("61103000", "32%")])
    bad = Broken("line 2", "The rate is no text.", '{"htsno": "6110.20.00"}')
    loaded = load_rows([general("61091000", "12%"), bad], day=APRIL)
    assert loaded.broken == (bad,)
    assert list(BrokenRow.objects.values_list("place", "reason")) == [("line 2", "The rate is no text.")]
    assert duties("611020", APRIL) == ["5%"], "the broken row may have said it"
    assert duties("611030", APRIL) == []


def test_a_file_that_breaks_off_changes_nothing(load_rows: LoadRows) -> None:
    def rows() -> Iterator[TariffRow]:
        yield general("61091000", "12%")
        raise BadFile("It breaks off.")

    load_rows([general("61091000", "16.5%")])
    with pytest.raises(BadFile, match="breaks off"):
        load_rows(rows(), day=APRIL)
    assert duties("610910", APRIL) == ["16.5%"]
    assert SourceFile.objects.count() == 1
    assert load_rows([general("61091000", "12%")], day=APRIL).added == 1


def test_a_file_without_a_usable_row_is_refused(load_rows: LoadRows) -> None:
    with pytest.raises(BadFile, match=r"line 3: No number\."):
        load_rows([Broken("line 3", "No number.")])
    with pytest.raises(BadFile, match="has no row"):
        load_rows([])


def test_a_day_without_changes_that_concern_goods_is_no_failure(load_rows: LoadRows) -> None:
    assert load_rows.changes([]).rows == 0


def test_a_file_of_broken_rows_only_is_given_up(load_rows: LoadRows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.tariffs.services.staging.BROKEN_MAX", 3)
    with pytest.raises(BadFile, match="More than 3 rows cannot be used, the first at line 0"):
        load_rows([Broken(f"line {n}", "No.") for n in range(9)])


def test_a_piece_of_a_tariff_does_not_end_the_rest_unasked(load_rows: LoadRows) -> None:
    whole = [general(f"6109{n:04}", "5%") for n in range(300)]
    load_rows(whole)
    with pytest.raises(BadFile, match="would end 290 of the 300 rows of measure 61"):
        load_rows(whole[:10], day=APRIL)
    assert load_rows(whole[:10], name="piece", day=APRIL, piece=True).closed == 0
    assert load_rows(whole[:20], day=APRIL, piece=False).closed == 280


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (general("6109.10", "5%"), "is no goods code"),
        (general("61091000123", "5%"), "is no goods code"),
        (general("٦١٠٩١٠", "5%"), "is no goods code"),
        (general("61091000", "5%\0"), "no text"),
        (general("61091000", "\ud800"), "no text"),
        (replace(general("61091000", "5%"), key=""), "no number of its own"),
        (replace(general("61091000", "5%"), key="6" * 900), "more than 500"),
        (replace(general("61091000", "5%"), footnotes=("x\0",)), "no text"),
        (replace(general("61091000", "5%"), valid=Span(APRIL, JANUARY)), "before it begins"),
    ],
)
def test_rows_that_no_table_can_hold_are_broken(load_rows: LoadRows, row: TariffRow, reason: str) -> None:
    loaded = load_rows([general("62052000", "19.7%"), row])
    (broken,) = loaded.broken
    assert reason in broken.reason
    assert (loaded.rows, loaded.added) == (1, 1)


def test_a_thing_said_twice_counts_once_and_is_reported(load_rows: LoadRows) -> None:
    loaded = load_rows(
        [general("61091000", "5%"), general("61091000", "9%", "line 2"), general("61091000", "5%", "line 3")]
    )
    assert [(row.place, row.reason) for row in loaded.broken] == [
        ("line 2", "It says otherwise than line 1 of the same thing; that one counts."),
        ("line 3", "It says the same as line 1 of the same thing; that one counts."),
    ]
    assert (loaded.rows, duties("610910", JANUARY)) == (1, ["5%"])


def test_in_a_file_of_changes_the_last_word_counts(load_rows: LoadRows) -> None:
    loaded = load_rows.changes([measure("1", "6109100000", "5 %"), measure("1", "6109100000", "6 %")])
    assert (loaded.added, loaded.broken) == (1, ())
    assert duties("610910", JANUARY, "GB") == ["6 %"]


def test_a_deleted_measure_is_gone_for_all_days(load_rows: LoadRows) -> None:
    load_rows.changes([measure("1", "6109100000", "5 %", FROM_JANUARY)])
    loaded = load_rows.changes([measure("1", "6109100000", step="delete")])
    assert (loaded.added, loaded.closed) == (0, 1)
    assert duties("610910", JULY, "GB") == []


def test_components_make_one_duty_and_change_singly(load_rows: LoadRows) -> None:
    load_rows.changes(
        [
            measure("1", "6109100000", valid=FROM_JANUARY),
            Component("1", "17", "record 4", amount="18.000"),
            Component("1", "04", "record 3", amount="20.000", currency="EUR", unit="DTN"),
            Component("1", "01", "record 2", amount="9.50"),
        ]
    )
    assert duties("610910", JANUARY, "GB") == ["9.5 % + 20 EUR/DTN MAX 18 %"]
    load_rows.changes([Component("1", "01", "record 9", amount="8")], name="later.xml")
    (row,) = measures_on("GB", ["610910"], JANUARY)
    assert (row.duty, row.file, row.place) == ("8 % + 20 EUR/DTN MAX 18 %", "later.xml", "record 9")
    load_rows.changes([Component("1", "17", "record 1", step="delete")])
    assert duties("610910", JANUARY, "GB") == ["8 % + 20 EUR/DTN"]
    load_rows.changes([measure("1", "6109100000", valid=Span(JANUARY, APRIL))])
    assert duties("610910", APRIL, "GB") == ["8 % + 20 EUR/DTN"]
    assert duties("610910", JULY, "GB") == []


def test_a_component_of_an_unknown_measure_is_broken(load_rows: LoadRows) -> None:
    loaded = load_rows.changes([measure("1", "6109100000", "5 %"), Component("7", "01", "record 2", amount="5")])
    (broken,) = loaded.broken
    assert (broken.place, "measure 7, which is not known" in broken.reason) == ("record 2", True)
    assert not Part.objects.exists()


def test_groups_of_countries_by_day(load_rows: LoadRows) -> None:
    load_rows.changes(
        [AreaMember("2005", "KE", "r1", FROM_JANUARY), AreaMember("2005", "VN", "r2", Span(JANUARY, APRIL))]
    )
    assert members_of("GB", ["2005", "1011"], APRIL) == {"2005": frozenset({"KE", "VN"})}
    assert members_of("GB", ["2005"], JULY) == {"2005": frozenset({"KE"})}
    assert areas_of("GB", "VN", JANUARY) == {"2005"}


def test_schemes_and_rules_of_origin(load_rows: LoadRows) -> None:
    load_rows(
        [
            OriginScheme("kenya", "Agreement with Kenya", ("KE",), ("Statement on origin",), "scheme 1"),
            OriginRule("kenya", "6109000000", "6109999999", "6109", "Knitting.", "set 1", operator="or"),
            OriginRule("kenya", "6109000000", "6109999999", "6109", "Cutting.", "set 1"),
            OriginRule("kenya", "6110000000", "6110999999", "6110", "Making.", "set 2"),
        ],
        SYSTEM="GB",
        name="kenya.json",
    )
    assert [rule.text for rule in origin_rules("kenya", "610910", JANUARY)] == ["Knitting.", "Cutting."]
    assert [rule.text for rule in origin_rules("kenya", "61", JANUARY)] == ["Knitting.", "Cutting.", "Making."]
    assert [found.code for found in schemes_between("KE", "GB", JANUARY)] == ["kenya"]
    assert [found.code for found in schemes_between("GB", "KE", JANUARY)] == ["kenya"]
    assert schemes_between("GB", "FR", JANUARY) == []
    found = scheme("kenya", JANUARY)
    assert found is not None
    assert (found.proofs, found.file) == (("Statement on origin",), "kenya.json")


GOODS = [
    GoodsCode("6109", 0, "T-shirts, singlets and other vests", "line 1"),
    GoodsCode("61091000", 1, "Of cotton", "line 2"),
    GoodsCode("", 2, "Men's:", "line 3"),
    GoodsCode("", 3, "T-shirts:", "line 4"),
    GoodsCode("6109100004", 4, "All white", "line 5"),
    GoodsCode("6109100012", 4, "Other", "line 6"),
    GoodsCode("610990", 1, "Of other textile materials", "line 7"),
]


def test_lines_that_only_group_keep_their_place(load_rows: LoadRows) -> None:
    load_rows(GOODS)
    assert [line.text for line in lines("US", "6109", JANUARY)] == [goods.text for goods in GOODS]
    said = description("US", "6109100012", JANUARY)
    assert said == ("T-shirts, singlets and other vests", "Of cotton", "Men's:", "T-shirts:", "Other")
    assert description("US", "610910", JANUARY) == said[:2]
    assert [line.code for line in children("US", "6109", JANUARY)] == ["61091000", "610990"]
    again = load_rows(GOODS, day=APRIL)
    assert (again.unchanged, again.closed) == (len(GOODS), 0)


def test_words_are_found_in_the_nomenclature(load_rows: LoadRows) -> None:
    load_rows(GOODS)
    assert [line.code for line in search("US", "cotton", JANUARY)] == ["61091000"]
    assert [line.code for line in search("US", "singlet", JANUARY)] == ["6109"]
    assert search("US", "'); DROP TABLE --", JANUARY) == []


def test_a_change_of_a_line_without_words_keeps_its_words(load_rows: LoadRows) -> None:
    load_rows.changes([GoodsCode("6109100000", 1, "Of cotton", "r1", valid=FROM_JANUARY, key="9")])
    load_rows.changes([GoodsCode("6109100000", 2, "", "r2", valid=FROM_JANUARY, key="9")])
    (line,) = lines("GB", "6109", JANUARY)
    assert (line.text, line.indent) == ("Of cotton", 2)


def test_how_far_it_is_is_said_every_second(load_rows: LoadRows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SAY_EVERY_S", 0.0)
    load_rows([general("61091000", "5%"), general("61102000", "6%")], name="hts")
    assert load_rows.heard == ["hts: 1 rows read.", "hts: 2 rows read."]


def test_the_database_refuses_to_edit_or_delete_official_rows(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "5%")])
    for act in (
        lambda: Measure.objects.update(duty="0%"),
        lambda: Measure.objects.all().delete(),
        lambda: Nomenclature.objects.all()._raw_delete("default"),
        lambda: RuleChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert duties("610910", JANUARY) == ["5%"]


def test_the_database_refuses_two_truths_on_one_day(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "5%")])
    row = Measure.objects.get()
    row.pk, row.duty, row.valid_during = None, "6%", (date(2026, 3, 1), None)  # type: ignore[assignment]
    with pytest.raises(DatabaseError, match="two truths"), transaction.atomic():
        row.save()
