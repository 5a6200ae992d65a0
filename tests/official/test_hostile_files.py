"""Whatever is done to a file, its reader gives rows, broken rows or one refusal in a sentence: never another error."""

import gzip
import io
import json
import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from karum.official import canada_csv, ecb_rates, eu_xlsx, taric3, uk_cds, uk_csv, us_hts_csv, us_hts_json
from karum.official.records import Broken
from karum.official.source import BadFile, Source
from tests.official.samples import (
    CANADA_CSV,
    CDS_MEASURE,
    ECB_XML,
    EU_ROWS,
    EVERY_MADE,
    HTS_CSV,
    HTS_JSON,
    TARIC_MEASURE,
    UK_CSV,
    cds,
    hts_line,
    made,
    rows,
    sheet,
)
from tests.official.samples import taric3 as taric3_xml

Content = Callable[[], bytes | str]


def _bytes(content: Content) -> bytes:
    found = content()
    return found if isinstance(found, bytes) else found.encode()


def _outcome(reader: Any, source: Source) -> list[Any] | str:
    """The rows, or the sentence of the refusal."""
    try:
        if not reader.recognise(source):
            return "not recognised."
        return list(reader.read(source))
    except BadFile as refusal:
        return str(refusal)


@pytest.mark.parametrize(("reader", "name", "content"), EVERY_MADE)
def test_a_file_that_ends_anywhere_is_refused_or_read_as_far_as_it_goes(
    reader: str, name: str, content: Content, tmp_path: Path
) -> None:
    module, whole = import_module(f"karum.official.{reader}"), _bytes(content)
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        _outcome(module, made(tmp_path, name, whole[:end]))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("reader", "name", "content"), EVERY_MADE)
def test_a_file_with_bytes_that_are_other_ones_is_refused_or_read(
    reader: str, name: str, content: Content, seed: int, tmp_path: Path
) -> None:
    module, chance = import_module(f"karum.official.{reader}"), random.Random(seed)
    for _ in range(12):
        spoiled = bytearray(_bytes(content))
        for _ in range(chance.randint(1, 6)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        found = _outcome(module, made(tmp_path, name, bytes(spoiled)))
        for row in found if isinstance(found, list) else []:
            if isinstance(row, Broken):
                row.text.encode()  # what is shown of it can be stored
                assert row.place
                assert row.reason


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (uk_cds, cds(CDS_MEASURE)),
        (taric3, taric3_xml(("3", "measure", TARIC_MEASURE))),
        (ecb_rates, ECB_XML),
        (us_hts_json, HTS_JSON),
    ],
)
def test_a_file_that_is_cut_off_is_refused_and_says_so(reader: Any, content: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is not whole"):
        rows(reader, made(tmp_path, "cut", content[: len(content) * 3 // 4]))


LAUGHS = """<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>"""
FETCH = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("trap", [LAUGHS, FETCH])
@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (uk_cds, cds(CDS_MEASURE).partition("?>")[2].replace("C2100001", "&f;")),
        (taric3, taric3_xml(("3", "measure", {**TARIC_MEASURE, "measure.generating.regulation.id": "&f;"}))),
        (ecb_rates, ECB_XML.partition("?>")[2].replace("Reference rates", "&f;")),
    ],
)
def test_entities_are_refused_before_anything_is_read(reader: Any, content: str, trap: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="brings a DOCTYPE"):
        rows(reader, made(tmp_path, "trap.xml", trap + content.lstrip()))


@pytest.mark.parametrize("trap", [LAUGHS, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_behind_a_long_comment_or_in_another_encoding_are_found_too(
    trap: str, encoding: str, tmp_path: Path
) -> None:
    content = cds(CDS_MEASURE).partition("?>")[2].replace("C2100001", "&f;")
    head = f"<!--{'x' * 20_000}-->" if encoding == "utf-8" else ""
    source = made(tmp_path, "trap.xml", f"{head}{trap}{content}".encode(encoding))
    assert uk_cds.recognise(source) or head
    with pytest.raises(BadFile, match="brings a DOCTYPE"):
        rows(uk_cds, source)


def test_a_field_of_ten_megabytes_is_refused_or_broken(tmp_path: Path) -> None:
    huge = "x" * 10_000_000
    _, broken = rows(us_hts_json, made(tmp_path, "a", json.dumps([hts_line("6109", 0, huge)])))
    assert "10,000,000 characters" in broken[0].reason
    assert len(broken[0].text) <= 500
    for reader, content in (
        (us_hts_csv, HTS_CSV.replace("Singles", huge)),
        (uk_csv, UK_CSV.replace("VATZ", huge)),
        (canada_csv, CANADA_CSV.replace("T-shirts", huge)),
    ):
        with pytest.raises(BadFile, match="has more than 1,000,000 bytes"):
            rows(reader, made(tmp_path, "b", content))
    with pytest.raises(BadFile, match="is not whole"):
        rows(uk_cds, made(tmp_path, "c", cds(CDS_MEASURE.replace("C2100001", huge + huge))))


def test_a_quote_that_never_ends_loses_no_line_silently(tmp_path: Path) -> None:
    first, *lines = UK_CSV.splitlines()
    content = "\n".join([first, lines[0].replace('"C2100001"', '"C2100001'), *lines[1:] * 2_000])
    found, broken = rows(uk_csv, made(tmp_path, "uk.csv", content))
    assert broken
    assert "CD027" not in str(found)


def test_xml_that_nests_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    with pytest.raises(BadFile):
        rows(uk_cds, made(tmp_path, "deep.xml", cds(f"<Measure>{deep}</Measure>")))


def test_json_that_nests_beyond_all_measure_is_refused_or_broken(tmp_path: Path) -> None:
    deep = HTS_JSON.replace('"doz."', "[" * 5_000 + "]" * 5_000)
    assert _outcome(us_hts_json, made(tmp_path, "deep.json", deep))


def test_an_archive_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(cds(CDS_MEASURE).encode()))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(BadFile):
        rows(uk_cds, made(tmp_path, "x.gzip", bytes(packed)))


def test_an_archive_of_two_files_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", "<a/>")
        archive.writestr("b.xml", "<b/>")
    with pytest.raises(BadFile, match="holds 2 files"):
        rows(uk_cds, made(tmp_path, "x.gzip", packed.getvalue()))


def test_a_spreadsheet_with_entities_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(sheet(*EU_ROWS))
    spoiled = io.BytesIO()
    with ZipFile(packed) as old, ZipFile(spoiled, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/worksheets/"):
                content = LAUGHS.encode() + content
            new.writestr(info.filename, content)
    with pytest.raises(BadFile, match="brings a DOCTYPE"):
        rows(eu_xlsx, made(tmp_path, "x.xlsx", spoiled.getvalue()))
