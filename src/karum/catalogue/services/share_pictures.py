"""The picture that goes with a shared link: 1200 by 630 pixels, made of a product's picture when first asked for.

The whole picture is shown, on a soft copy of itself that fills the rest. JPEG, as every messenger shows it, and small
enough that none leaves it out. Nothing is written on it: words belong into the page, in the reader's language.
"""

import io
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from PIL import Image, ImageEnhance, ImageFilter

from karum.catalogue.models import Picture
from karum.catalogue.queries.pictures import file_name, share_file_name
from karum.runtime.disk import EVERYBODY, write_whole

WIDTH_PX, HEIGHT_PX = 1200, 630
BYTES_MAX = 300_000  # above it some messengers show no picture
_QUALITIES = (82, 70, 55)
_making = BoundedSemaphore(1)


def share_picture(digest: str) -> bytes | None:
    """The JPEG of the picture with this digest, made and kept at first; None when no product shows such a picture."""
    kept = Path(settings.MEDIA_ROOT) / share_file_name(digest)
    row = Picture.objects.filter(digest=digest).values("webp_widths").first()
    if row is None:
        return None
    if kept.exists():
        return kept.read_bytes()
    widest = Path(settings.MEDIA_ROOT) / file_name(digest, max(row["webp_widths"]), "webp")
    if not widest.exists():
        return None
    with _making:
        made = _framed(widest)
    write_whole(kept, made, EVERYBODY, lasting=False)
    return made


def _framed(file: Path) -> bytes:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    ground = picture.resize((120, 63), Image.Resampling.BILINEAR, box=_middle(picture.size))
    ground = ground.filter(ImageFilter.GaussianBlur(6)).resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BICUBIC)
    ground = ImageEnhance.Brightness(ground).enhance(0.85)
    scale = min(WIDTH_PX / picture.width, HEIGHT_PX / picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    ground.paste(
        picture.resize(size, Image.Resampling.LANCZOS), ((WIDTH_PX - size[0]) // 2, (HEIGHT_PX - size[1]) // 2)
    )
    return _jpeg(ground)


def _middle(size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The largest part of the form of the frame, around the middle."""
    width, height = size
    wide, high = min(width, height * WIDTH_PX / HEIGHT_PX), min(height, width * HEIGHT_PX / WIDTH_PX)
    left, top = (width - wide) / 2, (height - high) / 2
    return left, top, left + wide, top + high


def _jpeg(picture: Image.Image) -> bytes:
    made = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        made = out.getvalue()
        if len(made) <= BYTES_MAX:
            break
    return made
