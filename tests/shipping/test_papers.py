"""The printed papers: their words, their looks, their barcodes.

``KARUM_GOLDEN=1 pytest tests/shipping/test_papers.py`` writes the golden files again; look at them before committing.
"""

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from karum.shipping.domain import s10
from karum.shipping.domain.papers import KINDS, LANGUAGES, Kind, Language, Paper, PaperParcel
from karum.shipping.domain.sheets import sheet
from karum.shipping.domain.writer import hs_text, printable
from karum.shipping.services import papers
from karum.shipping.services.papers import FOLDER, PaperIncomplete, paper_problems, render, render_many, render_pages
from tests.shipping.samples import COFFEE, MOVED, POTS, SILK, SMALL, STATED

GOLDEN = Path(__file__).parent / "golden"
REWRITE = bool(os.environ.get("KARUM_GOLDEN"))
PRINTED: list[tuple[Kind, Paper, Language]] = [
    ("commercial-invoice", POTS, "en"),
    ("commercial-invoice", POTS, "fr"),
    ("commercial-invoice", COFFEE, "ar"),
    ("commercial-invoice", COFFEE, "sw"),
    ("commercial-invoice", SILK, "zh-hans"),
    ("commercial-invoice", POTS, "hi"),
    ("commercial-invoice", SILK, "ru"),
    ("packing-list", COFFEE, "ar"),
    ("packing-list", SILK, "en"),
    ("cn23", POTS, "en"),
    ("cn22", SMALL, "en"),
    ("commercial-invoice", STATED, "en"),
    ("proforma-invoice", POTS, "fr"),
    ("proforma-invoice", STATED, "ar"),
    ("statement-on-origin", STATED, "en"),
    ("statement-on-origin", STATED, "ar"),
    ("certificate-request", STATED, "ar"),
    ("certificate-request", MOVED, "zh-hans"),
]


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n\f\n".join(page.extract_text() for page in pages) + "\n"


@pytest.fixture(scope="module")
def printed() -> list[tuple[bytes, bytes]]:
    """(PDF, picture of its first page) of each paper in PRINTED, in one run of the press."""
    pictures = [papers._job(*one, form="png", dots_per_inch=72) for one in PRINTED]
    return list(zip(render_many(PRINTED), [pages[0] for pages in papers._press(pictures)], strict=True))


@pytest.mark.parametrize("place", range(len(PRINTED)), ids=[f"{kind}-{language}" for kind, _paper, language in PRINTED])
def test_a_paper_reads_and_looks_as_it_was_approved(
    place: int, printed: list[tuple[bytes, bytes]], tmp_path: Path
) -> None:
    kind, paper, language = PRINTED[place]
    name = f"{kind}.{paper.number[-3:]}.{language}"
    pdf, page = printed[place]
    text = text_of(pdf)
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"{name}.txt").write_text(text, "utf-8")
        Image.open(io.BytesIO(page)).convert("L").save(GOLDEN / f"{name}.png", optimize=True)
    assert text == (GOLDEN / f"{name}.txt").read_text("utf-8")
    approved = Image.open(GOLDEN / f"{name}.png").convert("L")
    seen = Image.open(io.BytesIO(page)).convert("L")
    assert seen.size == approved.size
    (tmp_path / f"{name}.png").write_bytes(page)
    # The same typst draws the same pixels; the grain that another processor's rounding may add is far below this.
    difference = ImageStat.Stat(ImageChops.difference(seen, approved)).mean[0]
    assert difference < 0.05, f"{name} looks different: compare {tmp_path} with {GOLDEN}"


def test_the_same_paper_is_the_same_bytes() -> None:
    once = render("commercial-invoice", SILK, "zh-hans")
    assert render("commercial-invoice", SILK, "zh-hans") == once


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_archivable_and_tagged(kind: Kind) -> None:
    paper = SMALL if kind == "cn22" else STATED
    reader = PdfReader(io.BytesIO(render(kind, paper, "en")))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    described = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    metadata = reader.metadata
    assert metadata is not None
    assert paper.number in (metadata.title or "")


def test_the_barcode_of_a_postal_form_can_be_scanned() -> None:
    for kind, paper in (("cn23", POTS), ("cn22", SMALL)):
        page = Image.open(io.BytesIO(render_pages(kind, paper, dots_per_inch=200)[0]))  # type: ignore[arg-type]
        found = zxingcpp.read_barcodes(page)
        assert [(code.text, code.format) for code in found] == [
            (paper.parcels[0].tracking_number, zxingcpp.BarcodeFormat.Code128)
        ]


def test_a_form_without_a_number_leaves_room_for_the_posts_label() -> None:
    for kind, paper in (("cn23", POTS), ("cn22", SMALL)):
        unnumbered = replace(paper, parcels=(replace(paper.parcels[0], tracking_number=""),))
        assert "The post puts its barcode label here" in text_of(render(kind, unnumbered))  # type: ignore[arg-type]


def test_each_postal_parcel_has_its_own_form_with_its_own_contents() -> None:
    numbers = [s10.make("CP", 20_000_001 + place, "GB") for place in range(2)]
    two = replace(
        POTS,
        parcels=(
            PaperParcel(number=1, gross_weight_g=1500, tracking_number=numbers[0], contents=((1, 3),)),
            PaperParcel(number=2, gross_weight_g=2100, tracking_number=numbers[1], contents=((1, 1), (2, 1))),
        ),
    )
    assert paper_problems("cn23", two) == []
    forms = sheet("cn23", two, "en")["forms"]
    assert [form["item"] for form in forms] == numbers
    assert [form["value"] for form in forms] == ["55.50 GBP", "64.50 GBP"]
    assert [form["postage"] for form in forms] == ["17.90 GBP", ""]
    assert len(render_pages("cn23", two, dots_per_inch=30)) == 4  # each with its back


def test_values_of_a_line_in_several_parcels_sum_to_the_line() -> None:
    line = replace(POTS.lines[0], quantity=3, amount=replace(POTS.goods, minor=1000))
    parcels = tuple(PaperParcel(number=number, gross_weight_g=900, contents=((1, 1),)) for number in (1, 2, 3))
    paper = replace(POTS, lines=(line,), parcels=parcels)
    assert [paper.contents(parcel)[0].value.minor for parcel in parcels] == [334, 333, 333]


def test_more_lines_than_a_form_holds_go_on_a_second_sheet() -> None:
    many = replace(POTS, lines=POTS.lines * 3, parcels=(replace(POTS.parcels[0], gross_weight_g=9999),))
    forms = sheet("cn23", many, "en")["forms"]
    assert [form["sheet_of"] for form in forms] == ["1/2", "2/2"]
    assert {form["value"] for form in forms} == {"360.00 GBP"}


def test_long_descriptions_stay_on_their_form() -> None:
    long = (
        "Hand-thrown stoneware serving bowl with foot, glazed inside and out in ash and cobalt, food safe, 28 cm " * 2
    )
    lines = tuple(replace(POTS.lines[0], description=long.strip()) for _ in range(5))
    heavy = replace(POTS, lines=lines, parcels=(replace(POTS.parcels[0], gross_weight_g=9999),))
    assert len(render_pages("cn23", heavy, dots_per_inch=30)) == 2
    small = replace(SMALL, lines=lines[:3], parcels=(replace(SMALL.parcels[0], gross_weight_g=9999),))
    assert len(render_pages("cn22", small, dots_per_inch=30)) == 1


def test_a_long_invoice_goes_on_and_counts_its_pages() -> None:
    long = replace(POTS, lines=POTS.lines * 25, parcels=())
    pdf = render("commercial-invoice", long, "en")
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"Page {number} of 3" in text
        assert "HS code" in text or number == 3  # the head of the table is on each of its pages


def test_many_papers_come_from_one_run_of_the_press() -> None:
    together = render_many([("commercial-invoice", POTS, "en"), ("packing-list", COFFEE, "ar")])
    assert together == [render("commercial-invoice", POTS, "en"), render("packing-list", COFFEE, "ar")]


def test_a_press_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "press.py"
    broken.write_text("raise SystemExit('no paper in the tray')")
    monkeypatch.setattr(papers, "PRESS", broken)
    with pytest.raises(papers.PressFailed, match="no paper in the tray"):
        render("commercial-invoice", POTS)


def test_a_press_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "press.py"
    endless.write_text("import time\nwhile True: time.sleep(1)")
    monkeypatch.setattr(papers, "PRESS", endless)
    monkeypatch.setattr(papers, "WAIT_SECONDS_MAX", 0.2)
    with pytest.raises(papers.PressFailed, match="more than"):
        render("commercial-invoice", POTS)


def test_lines_outside_the_statement_on_origin_say_so() -> None:
    shown = text_of(render("commercial-invoice", STATED))
    assert shown.count("Not covered by the statement on origin") == 1
    assert "Not covered" not in text_of(render("commercial-invoice", replace(STATED, origin_lines=())))
    alone = text_of(render("statement-on-origin", STATED))
    assert "0901.11.10" in alone
    assert "0901.21.00" not in alone


LONG_NAME = "Société coopérative agricole des productrices et producteurs de café arabica de haute altitude " * 4


def test_very_long_names_and_two_hundred_lines_stay_on_their_pages() -> None:
    address = replace(POTS.seller.address, name=LONG_NAME, company=LONG_NAME, street=LONG_NAME, city="Nyamagabe" * 8)
    endless = "Handtowel" * 40
    line = replace(STATED.lines[0], description=f"{endless} {LONG_NAME}", sku="SKU" * 20)
    big = replace(
        STATED,
        seller=replace(POTS.seller, trade_name=LONG_NAME, address=address),
        consignee=replace(STATED.consignee, address=replace(STATED.consignee.address, name="شركة " * 60)),
        lines=(line,) * 200,
        origin_lines=(),
        parcels=(PaperParcel(number=1, gross_weight_g=9_999_999),),
        charges=(),
    )
    for kind in ("commercial-invoice", "packing-list", "statement-on-origin", "certificate-request"):
        pages = PdfReader(io.BytesIO(render(kind, big, "ar"))).pages  # type: ignore[arg-type]
        assert len(pages) > 1
    picture = Image.open(io.BytesIO(render_pages("commercial-invoice", big, "en", dots_per_inch=60)[0])).convert("L")
    margin = picture.crop((picture.width - 20, 0, picture.width, picture.height))
    assert ImageStat.Stat(margin).extrema == [(255, 255)], "letters run over the edge of the page"


def test_an_incomplete_paper_is_not_printed() -> None:
    with pytest.raises(PaperIncomplete, match="Nobody signs") as refused:
        render("commercial-invoice", replace(POTS, signer=""))
    assert [one.fact for one in refused.value.missing] == ["signer"]


def test_letters_without_a_font_are_named_before_they_are_blank() -> None:
    strange = replace(POTS, lines=(replace(POTS.lines[0], description="Mug \U00013080"), POTS.lines[1]))
    problems = paper_problems("commercial-invoice", strange)
    assert [(one.fact, one.where) for one in problems] == [("letters", "product")]
    assert "\U00013080" in problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Café Đà Nẵng",
        "Ελλάδα",
        "Қазақстан",
        "北京・臺灣・にほん・한국",
        "ไทย",
        "हिन्दी",
        "বাংলা",
        "አማርኛ",
        "עברית",
        "ქართული",
        "فارسی‌ها",
    ],
)
def test_the_scripts_of_sellers_and_buyers_can_be_printed(text: str) -> None:
    there = replace(POTS, lines=(replace(POTS.lines[0], description=text), POTS.lines[1]))
    assert paper_problems("commercial-invoice", there) == []
    render("commercial-invoice", there)  # typst refuses PDF/A with a missing glyph


def test_emoji_and_control_characters_are_left_out() -> None:
    assert printable("Mug ☕\ufe0f\n hand-made\u202e  ™ 20 °C 🎨") == "Mug hand-made ™ 20 °C"
    there = replace(POTS, lines=(replace(POTS.lines[0], description="Mug ☕ 👩‍🎨\x07"), POTS.lines[1]))
    render("commercial-invoice", there)


def test_markup_in_a_text_is_text() -> None:
    text = '#panic("no") *bold* $x$ "quoted" \\ {{ }} </script>'
    there = replace(POTS, lines=(replace(POTS.lines[0], description=text), POTS.lines[1]))
    assert '#panic("no") *bold* $x$' in text_of(render("packing-list", there)).replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    ("code", "written"), [("691200", "6912.00"), ("0901210000", "0901.21.00.00"), ("09012100", "0901.21.00")]
)
def test_an_hs_code_is_written_in_groups(code: str, written: str) -> None:
    assert hs_text(code) == written


def test_every_word_is_in_every_language() -> None:
    table = json.loads((FOLDER / "words.json").read_text("utf-8"))
    assert tuple(table["languages"]) == LANGUAGES
    for key, said in table["words"].items():
        assert set(said) == set(LANGUAGES), key
        assert all(said.values()), key
