"""Pictures: every kind can be drawn, always alike, and different from the others."""

import hashlib

import pytest

from karum.seeds import content
from karum.seeds.drawing import draw, encoded, kinds
from karum.seeds.drawing.colours import NAMED
from karum.seeds.drawing.look import DRAWERS
from karum.seeds.drawing.marks import MARKS
from karum.seeds.drawing.patterns import names as patterns
from karum.seeds.drawing.stage import SIZE
from karum.seeds.services.pictures import drawn

PRODUCTS = [product for seller in content.sellers() for product in seller.products]


def test_there_are_many_kinds_of_things() -> None:
    assert len(kinds()) >= 30
    assert {product.draw.kind for product in PRODUCTS} <= set(kinds())


def test_the_content_names_colours_patterns_and_marks_that_exist() -> None:
    for product in PRODUCTS:
        look = product.draw
        assert set(look.colours) <= set(NAMED), product.slug
        assert look.pattern in patterns(), product.slug
        assert look.mark in MARKS, product.slug
        assert look.kind in DRAWERS, product.slug


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "carved"])
def test_each_kind_can_be_drawn(kind: str) -> None:
    picture = draw(kind, ["teal", "cream", "mustard", "coral"], pattern="dots", seed="a")
    assert picture.size == (SIZE, SIZE)
    assert len(picture.getcolors(SIZE * SIZE) or []) > 1000


def test_the_same_thing_is_drawn_alike_each_time() -> None:
    row = PRODUCTS[7]
    assert hashlib.sha256(drawn(row)).digest() == hashlib.sha256(drawn(row)).digest()


def test_products_do_not_share_a_picture() -> None:
    some = PRODUCTS[::12]
    assert len({drawn(row) for row in some}) == len(some)


def test_a_picture_is_encoded_as_a_jpeg_of_moderate_size() -> None:
    data = encoded(draw("mug", ["cobalt", "white"], seed="size"))
    assert data[:3] == b"\xff\xd8\xff"
    assert len(data) < 150_000


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("mug", ["colour of yesterday"])
