"""The UK's CDS extracts: an entity is read with all that is nested in it; what is not known is never passed over."""

from datetime import date
from pathlib import Path

import pytest

from karum.official import uk_cds
from karum.official.records import AreaMember, GoodsCode, Measure, Span
from tests.official.samples import CDS_GOODS, CDS_MEASURE, cds, made, op, real, rows, zipped


def _area(id_: str, hjid: str, *members: str) -> str:
    joined = "".join(
        f"<geographicalAreaMembership><hjid>{hjid}{member}</hjid><metainfo><opType>C</opType></metainfo>"
        f"<geographicalAreaGroupSid>{member}</geographicalAreaGroupSid>"
        "<validityStartDate>2021-01-01T00:00:00</validityStartDate></geographicalAreaMembership>"
        for member in members
    )
    return (
        f"<GeographicalArea><hjid>{hjid}</hjid><metainfo><opType>C</opType></metainfo><sid>1</sid>"
        f"<geographicalAreaId>{id_}</geographicalAreaId><geographicalCode>1</geographicalCode>{joined}</GeographicalArea>"
    )


def test_a_measure_is_read_with_everything_that_is_nested_in_it(tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.gzip", zipped(cds(CDS_MEASURE))))
    assert not broken
    assert found == [
        Measure(
            "20001234",
            "143",
            "0406103000",
            "record 1, Measure 20001234",
            area="2005",
            excluded=("IN",),
            duty="8 % + 13 GBP/DTN",
            additional_code="2500",
            order_number="050001",
            regulation="C2100001",
            conditions=("condition:B,certificate:N853,action:27",),
            footnotes=("CD027",),
            valid=Span(date(2021, 1, 1), date(2026, 12, 31)),
        )
    ]


def test_a_line_has_its_newest_words_and_its_depth(tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(CDS_GOODS)))
    assert not broken
    assert found == [
        GoodsCode(
            "0406103000",
            4,  # three dashes, below a heading that has none
            "Mozzarella, fresh",
            "record 1, GoodsNomenclature 28000",
            valid=Span(date(1972, 1, 1)),
            key="28000",
        )
    ]


@pytest.mark.parametrize(("entity", "key"), [(CDS_MEASURE, "20001234"), (CDS_GOODS, "28000")])
def test_what_is_deleted_says_so(entity: str, key: str, tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(entity.replace(op("C"), op("D"), 1))))
    assert not broken
    assert [(row.key, row.step) for row in found] == [(key, "delete")]


def test_members_are_named_even_when_their_area_comes_later_in_the_file(tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(_area("2005", "10", "20"), _area("IN", "20"))))
    assert not broken
    assert found == [AreaMember("2005", "IN", "record 1, GeographicalArea 1", valid=Span(date(2021, 1, 1)), key="1020")]


def test_a_member_that_nobody_names_is_broken(tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(_area("2005", "10", "99"))))
    assert not found
    assert "inner number 99" in broken[0].reason


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ("<CarbonBorder><hjid>7</hjid></CarbonBorder>", "The element CarbonBorder is not known"),
        (CDS_MEASURE.replace("<sid>20001234</sid>", ""), "It has no sid"),
        (CDS_MEASURE.replace("0406103000", "04061030"), "is no number of the tariff"),
        (CDS_MEASURE.replace("2021-01-01T", "2021-02-30T"), "is no day"),
        (CDS_MEASURE.replace("2021-01-01T", "9999-01-01T"), "is no day of a tariff's"),
        (CDS_MEASURE.replace("2026-12-31T", "2020-12-31T"), "before it begins"),
        (CDS_MEASURE.replace("13.000", "thirteen"), "is no number"),
        (CDS_MEASURE.replace("13.000", "NaN"), "is no number"),
        (CDS_GOODS.replace("goodsNomenclatureIndents", "goodsNomenclatureOrigin"), "states no indent"),
    ],
)
def test_what_cannot_be_used_is_broken_with_its_place(entity: str, reason: str, tmp_path: Path) -> None:
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(entity, CDS_GOODS)))
    assert [row.place.partition(",")[0] for row in broken] == ["record 1"]
    assert reason in broken[0].reason
    assert len(found) == 1


def test_a_part_of_a_measure_that_is_not_known_is_reported_beside_it(tmp_path: Path) -> None:
    entity = CDS_MEASURE.replace("<ordernumber>", "<carbonPrice>7</carbonPrice><ordernumber>")
    found, broken = rows(uk_cds, made(tmp_path, "x.xml", cds(entity)))
    assert len(found) == 1
    assert "carbonPrice" in broken[0].reason


def test_the_real_daily_extract_is_read() -> None:
    found, broken = rows(uk_cds, real("uk-cds/tariff_dailyExtract_v1_20251006T125959.gzip"))
    assert not broken
    goods, measure, member = (
        next(row for row in found if isinstance(row, kind)) for kind in (GoodsCode, Measure, AreaMember)
    )
    assert (goods.code, goods.suffix, goods.text) == ("8424100011", "10", "For use in civil aircraft")
    assert (measure.type, measure.code, measure.area, measure.additional_code) == ("305", "8424100010", "1400", "VATZ")
    assert measure.valid == Span(date(2024, 9, 25), date(2025, 3, 25))
    assert (member.area, member.step) == ("1008", "delete")


def test_a_real_extract_of_texts_alone_gives_nothing_and_breaks_nothing() -> None:
    assert rows(uk_cds, real("uk-cds/footnote.gzip")) == ([], [])
