"""The CSV format without a database: both generations of columns, and laws of the round trip."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.catalogue.domain.plain_text import html_to_text, text_to_html, tidy
from karum.catalogue.domain.product_files import Broken, BrokenFile, guard, unguard
from karum.catalogue.domain.shopify import read, write

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def test_both_generations_of_column_names_are_read() -> None:
    older = b"Handle,Title,Variant SKU,Variant Grams,Variant Price\nmug,Mug,M1,300,12.50\n"
    newer = b"Title,URL handle,SKU,Weight value (grams),Price\nMug,mug,M1,300,12.50\n"
    one, two = read(older).products[0].rows[0].cells, read(newer).products[0].rows[0].cells
    assert dict(one) == dict(two) == {"handle": "mug", "title": "Mug", "sku": "M1", "grams": "300", "price": "12.50"}


def test_rows_of_one_handle_are_one_product() -> None:
    [mug, bowl] = read(b"Handle,Title,Option1 Name,Option1 Value\nmug,Mug,Size,S\nbowl,Bowl,,\nmug,,Size,L\n").products
    assert [row.number for row in mug.rows] == [2, 4]
    assert [row.options for row in mug.rows] == [{"Size": "S"}, {"Size": "L"}]
    assert mug.first("title") == "Mug"
    assert bowl.handle == "bowl"


def test_unknown_columns_are_named_and_official_ones_are_not() -> None:
    header = b"Handle,Title,Gift Card,SEO Title,Google Shopping / MPN,Cost per item,Option1 Linked To,My own,Status\n"
    assert read(header + b"mug,Mug,,,,,,x,active\n").unknown_columns == ("My own",)


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    assert read("\ufeffHandle;Title\nmug;Tasse, groß\n".encode()).products[0].first("title") == "Tasse, groß"


@pytest.mark.parametrize(
    ("content", "why", "row"),
    [
        (b"", Broken.EMPTY, 0),
        (b"\n \n", Broken.EMPTY, 0),
        (b"Title,Price\nMug,1\n", Broken.NO_HANDLE_COLUMN, 1),
        (b"Handle,URL handle\nmug,mug\n", Broken.DOUBLE_COLUMN, 1),
        (b"Handle,Title\nmug,Mug\nb\xe9ret,B\n", Broken.NOT_UTF8, 3),
        ("Handle,Title\nmug,Mug\n".encode("utf-16"), Broken.NOT_UTF8, 1),
        (b'Handle,Title\nmug,Mug\nbowl,"Bow', Broken.NOT_CSV, 3),
        (b"PK\x03\x04\x00\x00", Broken.NOT_UTF8, 1),
        (b"Handle,Title\n" + b"x" * (15 * 1024 * 1024), Broken.TOO_LARGE, 0),
        (b"Handle,Title\n" + b"mug,Mug\n" * 50_001, Broken.TOO_MANY_ROWS, 50_002),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_refused_with_the_row(content: bytes, why: Broken, row: int) -> None:
    with pytest.raises(BrokenFile) as refused:
        read(content)
    assert (refused.value.why, refused.value.row) == (why, row)


def test_rows_without_a_handle_or_with_too_many_cells_are_told_apart() -> None:
    file = read(b"Handle,Title\n,Mug\nmug,Mug,3\nmug,Mug\n\n")
    assert file.broken_rows == ((2, Broken.NO_HANDLE), (3, Broken.WRONG_CELLS))
    assert len(file.products) == 1


@given(st.binary(max_size=300))
def test_no_content_surprises_the_reader(content: bytes) -> None:
    with suppress(BrokenFile):
        read(b"Handle,Title\n" + content)


@given(st.lists(st.fixed_dictionaries({"handle": st.from_regex(r"[a-z]{1,8}", fullmatch=True), "title": words})))
def test_what_is_written_is_read(rows: list[dict[str, str]]) -> None:
    kept = [row | {"title": row["title"].strip()} for row in rows]
    back = sorted(
        (row.number, product.handle, row.get("title")) for product in read(write(kept)).products for row in product.rows
    )
    assert [(handle, title) for _, handle, title in back] == [(row["handle"], row["title"]) for row in kept]


@given(st.text(max_size=40))
def test_a_cell_is_never_a_formula_and_comes_back(cell: str) -> None:
    assert guard(cell)[:1] not in tuple("=+-@\t\r") or not cell
    assert unguard(guard(cell)) == cell


@given(st.text(max_size=200))
def test_text_survives_html(text: str) -> None:
    assert html_to_text(text_to_html(text)) == tidy(text)


def test_html_becomes_words_only() -> None:
    source = (
        "<style>p{}</style><h2>Mug</h2><p>Thrown  by <b>hand</b>&nbsp;&amp; glazed<br/>in Stoke</p>"
        "<script>alert(1)</script><ul><li>300 ml<li onclick='x'>blue</ul><img src=x onerror=alert(1)>"
        "<svg><p>hidden</p></svg>"
    )
    assert html_to_text(source) == "Mug\n\nThrown by hand & glazed\nin Stoke\n\n• 300 ml\n• blue"
    assert html_to_text("3 < 4 & plain\ntext") == "3 < 4 & plain\ntext"
