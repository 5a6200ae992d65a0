"""Turn an upload into small files of fixed widths. Nothing of the upload but its pixels is kept.

The upload is decoded by Pillow and encoded anew: location, camera, comments and whatever hides in a file are gone.
"""

import io
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from karum.catalogue.services.problems import NotAccepted

BYTES_MAX = 12 * 1024 * 1024
PIXELS_MAX = 24_000_000  # as decoded; a JPEG of a phone with more is decoded at half its size or less
SIDE_MIN_PX = 160
SIDE_MAX_PX = 16_383
"""No WebP is longer. What is longer is made smaller first, and then may be too narrow."""
# SVG is a program and HEIC needs a patented decoder: neither is accepted.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")

# Width in pixels -> bytes that the file should stay under: a phone's hero picture has a budget of 20 KB (720 px is 360
# at two pixels each). Pictures of things, not of text: below the floor of quality a bigger file is the better answer.
WEBP_BYTES = {160: 4_000, 320: 9_000, 720: 20_000, 1080: 36_000}
# AVIF is smaller still but slow to make, so only at the two widths that phones ask for.
AVIF_BYTES = {320: 8_000, 720: 18_000}
_QUALITY_WEBP = (78, 62, 48, 34)
_QUALITY_AVIF = (52, 42, 34)
_AVIF_SPEED = 9
_decoding = BoundedSemaphore(2)  # a decoded picture takes up to 100 MB


@dataclass(frozen=True, slots=True)
class Encoded:
    """``files``: (width in pixels, ``webp`` or ``avif``) -> bytes. ``colour``: the most common one, ``#rrggbb``."""

    width: int
    height: int
    colour: str
    files: dict[tuple[int, str], bytes]

    def widths(self, kind: str) -> list[int]:
        return sorted(width for width, made in self.files if made == kind)


def encode(upload: bytes) -> Encoded:
    """Check an upload and return its files. Raises NotAccepted, field ``picture``, with what to do about it."""
    with _decoding:
        return _encode(_decode(upload))


@lru_cache(maxsize=1)
def _threads(_process_id: int) -> ThreadPoolExecutor:
    """Encoders work outside Python's lock, so the files of one picture are made side by side.

    A forked process makes threads of its own: those of its parent are not there.
    """
    return ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="pictures")


def _encode(picture: Image.Image) -> Encoded:
    scaled = picture
    threads = _threads(os.getpid())
    work: dict[tuple[int, str], Future[bytes]] = {}
    webp, avif = _plan(picture.width, WEBP_BYTES), _plan(picture.width, AVIF_BYTES)
    for width in sorted({*webp, *avif}, reverse=True):
        scaled = _scale(scaled, width)  # from the step before, which is larger: little is lost, much time saved
        if width in webp:
            work[width, "webp"] = threads.submit(_webp, scaled, webp[width])
        if width in avif:
            # A copy: saving keeps its options on the picture, which two encoders must not share.
            work[width, "avif"] = threads.submit(_avif, scaled.copy(), avif[width])
    files = {name: made.result() for name, made in work.items()}
    return Encoded(picture.width, picture.height, _colour(scaled), files)


def _plan(own_width: int, budgets: dict[int, int]) -> dict[int, int]:
    """Width -> bytes of the files to make. Never enlarged: one at its own width stands for all wider ones, within the
    budget of the nearest of them."""
    return {min(width, own_width): budgets[width] for width in sorted(budgets, reverse=True)}


def _decode(upload: bytes) -> Image.Image:
    if len(upload) > BYTES_MAX:
        raise _refused(_("This picture is larger than 12 MB. Choose a smaller one."))
    try:
        opened = Image.open(io.BytesIO(upload), formats=FORMATS)
        # JPEG can be decoded at a fraction of its size, which saves time and memory.
        opened.draft("RGB", (2 * max(WEBP_BYTES), 2 * max(WEBP_BYTES)))
        if opened.width * opened.height > PIXELS_MAX:
            raise Image.DecompressionBombError
        opened.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(_("This picture has more than 24 million pixels. Choose a smaller one.")) from None
    except Exception:  # decoders say of damaged files whatever comes to them: OSError, RuntimeError, struct.error...
        raise _refused(_("This is not a whole picture. Use a JPEG, PNG, WebP or AVIF file.")) from None
    picture = _srgb(_upright(opened))
    picture.thumbnail((SIDE_MAX_PX, SIDE_MAX_PX))
    if min(picture.size) < SIDE_MIN_PX:
        raise _refused(_("This picture is too small. Each side needs at least 160 pixels."))
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the note of how the camera was held is damaged, the picture is not: as it lies
        return picture


def _srgb(picture: Image.Image) -> Image.Image:
    """Return the picture in the web's colours on white. Phones write wider colour spaces, printers CMYK."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the colours as they are
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return picture.convert("RGB")


def _scale(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(picture: Image.Image, wanted_bytes: int) -> bytes:
    return _smallest(picture, "WEBP", _QUALITY_WEBP, wanted_bytes, method=2)


def _avif(picture: Image.Image, wanted_bytes: int) -> bytes:
    return _smallest(picture, "AVIF", _QUALITY_AVIF, wanted_bytes, speed=_AVIF_SPEED, max_threads=1)


def _smallest(picture: Image.Image, kind: str, qualities: tuple[int, ...], wanted_bytes: int, **options: int) -> bytes:
    """Encode at the first quality that stays under the budget, or at the last one."""
    made = b""
    for quality in qualities:
        out = io.BytesIO()
        picture.save(out, kind, quality=quality, **options)
        made = out.getvalue()
        if len(made) <= wanted_bytes:
            break
    return made


def _colour(picture: Image.Image) -> str:
    few = picture.resize((24, 24)).quantize(5)
    counted = few.getcolors() or []
    palette = few.getpalette() or [255, 255, 255]
    _count, index = max((count, int(str(index))) for count, index in counted)
    red, green, blue = palette[3 * index : 3 * index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _refused(message: str) -> NotAccepted:
    return NotAccepted({"picture": message})
