"""Uploads: checked, made small, rid of everything but their pixels."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from PIL import Image, ImageDraw

from karum.catalogue import services
from karum.catalogue.models import Picture
from karum.catalogue.queries import pictures
from karum.catalogue.services.encoding import SIDE_MIN_PX, encode
from tests.catalogue.conftest import make_product


def drawn(width: int = 1200, height: int = 900) -> Image.Image:
    choose = random.Random(width)
    picture = Image.new("RGB", (width, height), "#e8dcc8")
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, side = choose.randint(0, width), choose.randint(0, height), choose.randint(20, width // 4)
        pen.ellipse((x, y, x + side, y + side // 2), fill=tuple(choose.randint(60, 220) for _ in range(3)))
    return picture


def upload(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def media(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_files_have_fixed_widths_and_a_phone_gets_at_most_20_kb() -> None:
    made = encode(upload(drawn()))
    assert made.widths("webp") == [160, 320, 720, 1080]
    assert made.widths("avif") == [320, 720]
    assert max(len(made.files[720, "webp"]), len(made.files[720, "avif"])) <= 20_000
    for (width, kind), data in made.files.items():
        opened = Image.open(io.BytesIO(data))
        assert (opened.format, opened.size) == (kind.upper(), (width, round(width * 0.75)))


def test_a_small_picture_is_not_enlarged() -> None:
    made = encode(upload(drawn(500, 400)))
    assert made.widths("webp") == [160, 320, 500]
    assert made.widths("avif") == [320, 500]


def test_a_phone_picture_is_turned_upright_and_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "A secret camera"
    exif.get_ifd(0x8825)[2] = (1.0, 57.0, 0.0)
    made = encode(upload(drawn(1200, 900), "JPEG", exif=exif, comment=b"A secret word"))
    assert (made.width, made.height) == (900, 1200)
    for data in made.files.values():
        assert b"ecret" not in data
        assert not dict(Image.open(io.BytesIO(data)).getexif())


def test_a_large_phone_picture_is_decoded_small() -> None:
    assert encode(upload(Image.new("RGB", (8_000, 6_000), "#a0522d"), "JPEG")).widths("webp") == [160, 320, 720, 1080]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new("I;16", (400, 400), 30_000) if mode == "I;16" else drawn(400, 400).convert(mode)
    assert encode(upload(picture, kind)).width == 400


def test_what_is_clear_becomes_white() -> None:
    assert encode(upload(Image.new("RGBA", (400, 400), (255, 0, 0, 0)))).colour == "#ffffff"


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='400'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a whole picture"),
        (b"not a picture", "not a whole picture"),
        (SVG, "not a whole picture"),
        (upload(drawn(400, 400), "GIF"), "not a whole picture"),
        (upload(drawn(400, 400), "JPEG")[:-2_000], "not a whole picture"),
        (upload(drawn(400, 400))[:-2_000], "not a whole picture"),
        (upload(Image.new("1", (10_000, 2_600))), "24 million"),
        (upload(Image.new("1", (10_000, 10_000))), "24 million"),
        (upload(drawn(400, SIDE_MIN_PX - 1)), "too small"),
        (upload(Image.new("L", (165, 20_000))), "too small"),
        (b"\x89PNG" + b"\0" * (12 * 1024 * 1024), "larger than 12 MB"),
    ],
    ids=["empty", "text", "svg", "gif", "cut-jpeg", "cut-png", "26-million", "bomb", "small", "ribbon", "heavy"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_a_reason(content: bytes, said: str) -> None:
    with pytest.raises(services.NotAccepted) as refused:
        encode(content)
    assert said in refused.value.problems["picture"]


@pytest.mark.filterwarnings("ignore")  # what decoders think of it
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_damaged_picture_is_taken_or_refused_and_never_breaks_the_page(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (1.0, 57.0, 0.0)
    whole, choose, refused = upload(Image.new("RGB", (200, 200), "teal"), kind, exif=exif), random.Random(1), 0
    for _ in range(120):
        damaged = bytearray(whole)
        for _ in range(choose.randint(1, 6)):
            damaged[choose.randrange(min(len(damaged), 400))] = choose.randrange(256)
        try:
            encode(bytes(damaged))
        except services.NotAccepted:
            refused += 1
    assert 0 < refused < 120


def test_a_damaged_note_of_how_the_camera_was_held_costs_only_the_turn() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = upload(Image.new("RGB", (300, 200)), "WEBP", exif=exif)
    assert encode(content).width == 200
    assert encode(content.replace(b"MM\x00*", b"MMu*")).width == 300


def test_pictures_are_shown_in_their_order_with_all_their_files(coffee_shelf: int, media: Path) -> None:
    product = make_product()
    first = services.add_picture(product, upload(drawn(1200)), alt="A bag of coffee")
    second = services.add_picture(product, io.BytesIO(upload(drawn(800))))
    services.order_pictures(product, [second, first])
    shown = pictures(product)
    assert [picture.alt for picture in shown] == ["", "A bag of coffee"]
    picture = shown[1]
    assert (picture.width, picture.height, picture.colour) == (1200, 900, "#e8dcc8")
    for entry in (picture.avif + ", " + picture.webp).split(", "):
        url, width = entry.split()
        assert (media / url.removeprefix("/media/")).exists()
        assert url.split("-")[-1].split(".")[0] + "w" == width
    assert picture.url.endswith("-720.webp")
    assert picture.url_at(300).endswith("-320.webp")


def test_the_same_upload_is_kept_once_and_goes_with_its_last_picture(
    coffee_shelf: int, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    one, two = make_product(), make_product()
    content = upload(drawn(400))
    first, second = services.add_picture(one, content), services.add_picture(two, content)
    files = sorted(media.rglob("*.*"))
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_picture(one, first)
        services.remove_picture(one, second)  # of another product: nothing happens
    assert sorted(media.rglob("*.*")) == files
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_picture(two, second)
    assert not list(media.rglob("*.*"))
    assert not Picture.objects.exists()


def test_a_product_has_at_most_twelve_pictures(coffee_shelf: int, media: Path) -> None:
    product, content = make_product(), upload(drawn(200, 200))
    for _ in range(12):
        services.add_picture(product, content)
    with pytest.raises(services.NotAccepted, match="at most 12"):
        services.add_picture(product, content)
