"""Each official file is known by its content, whatever it is called, and no reader takes another's file."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from karum.official.kinds import READERS, reader_for
from karum.official.source import BadFile, Source
from tests.official.samples import EVERY_MADE, made, real

REAL = [
    ("us_hts_json", "us-hts/chapter_61.json"),
    ("us_hts_json", "us-hts/chapter_62.json"),
    ("us_hts_json", "us-hts/chapter_99.json"),
    ("us_hts_csv", "us-hts-csv/3004_slice.csv"),
    ("uk_cds", "uk-cds/footnote.gzip"),
    ("uk_cds", "uk-cds/tariff_dailyExtract_v1_20251006T125959.gzip"),
    ("taric3", "taric3/create_measure.xml"),
    ("taric3", "taric3/footnote.xml"),
    ("eu_nomenclature", "eu/nomenclature_0101.csv"),
    ("uk_origin_schemes", "rules-of-origin-uk/roo_schemes_uk.json"),
    ("uk_origin_rules", "rules-of-origin-uk/cptpp.json"),
    ("uk_origin_rules", "rules-of-origin-uk/japan.json"),
    ("uk_origin_rules", "rules-of-origin-uk/kenya.json"),
]


@pytest.mark.parametrize(("reader", "name"), REAL)
def test_every_real_sample_is_read_by_its_own_reader_alone(reader: str, name: str) -> None:
    source = real(name)
    assert [known for known in READERS if import_module(f"karum.official.{known}").recognise(source)] == [reader]


@pytest.mark.parametrize(("reader", "name", "content"), EVERY_MADE)
def test_every_form_is_read_by_its_own_reader_alone(
    reader: str, name: str, content: Callable[[], bytes | str], tmp_path: Path
) -> None:
    source = made(tmp_path, "unnamed", content())
    assert [known for known in READERS if import_module(f"karum.official.{known}").recognise(source)] == [reader]
    assert reader_for(source).__name__ == f"karum.official.{reader}"


@pytest.mark.parametrize(("reader", "name", "content"), EVERY_MADE)
def test_a_byte_order_mark_and_blanks_before_the_file_do_not_hide_what_it_is(
    reader: str, name: str, content: Callable[[], bytes | str], tmp_path: Path
) -> None:
    text = content()
    if isinstance(text, bytes):
        pytest.skip("packed: there is nothing before it")
    source = made(tmp_path, name, b"\xef\xbb\xbf" + text.encode())
    assert reader_for(source).__name__ == f"karum.official.{reader}"


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "nothing known", "<a/>", "<", "[]", "{}", '[{"a": 1}]', "a,b,c\n1,2,3\n", "PK\x03\x04", b"\x00" * 99],
)
def test_what_no_authority_publishes_is_refused_in_a_sentence(content: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"\."):
        reader_for(made(tmp_path, "what.dat", content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="There is no file"):
        reader_for(Source(tmp_path / "nothing.json"))
