"""Still lifes drawn by our own code, so that the demo hub has pictures and owes nobody for them.

``draw(kind, ...)`` returns a Pillow image; ``encoded`` returns the bytes of a file. The same call gives the same bytes.
"""

import hashlib
import io

from PIL import Image

from karum.seeds.drawing import (
    clay,
    cloth,
    fibre,
    light,
    music,
    pantry,
    paper,
    patterns_matter,
    patterns_printed,
    patterns_woven,
    timber,
    toys,
    trinkets,
    wear,
)
from karum.seeds.drawing.colours import backdrop, rgb
from karum.seeds.drawing.look import DRAWERS, HUNG, ZOOMS, Look
from karum.seeds.drawing.stage import Stage

# Importing them registers their drawers and patterns.
DRAWN_IN = (clay, cloth, fibre, light, music, pantry, paper, timber, toys, trinkets, wear)
PATTERNS_IN = (patterns_matter, patterns_printed, patterns_woven)


def kinds() -> tuple[str, ...]:
    """Return the kinds of things that can be drawn."""
    return tuple(DRAWERS)


def draw(
    kind: str,
    colours: list[str],
    *,
    pattern: str = "plain",
    form: str = "",
    mark: str = "leaf",
    seed: str = "",
) -> Image.Image:
    """Return the picture of a thing; KeyError for an unknown kind, colour, pattern or mark."""
    look = Look(tuple(rgb(name) for name in colours), pattern, form, mark)
    number = int.from_bytes(hashlib.sha256(f"{kind}:{seed}".encode()).digest()[:6], "big")
    stage = Stage(backdrop(list(look.colours), number >> 8), number, hung=kind in HUNG, zoom=ZOOMS[kind])
    DRAWERS[kind](stage, look)
    return stage.finish()


def encoded(picture: Image.Image, quality: int = 90) -> bytes:
    """Return the picture as the bytes of a JPEG file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
