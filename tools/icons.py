"""Draws the icons of the installed hub from its mark: ``python -m tools.icons`` (Chromium, as the tests have it).

A mask may cut a maskable icon down to a circle of four fifths of its width (https://w3c.github.io/manifest/#icon-masks),
so there the clay goes on behind the tablet and its wedges stay inside the circle. The badge is the mark's shape alone:
telephones fill it with one colour.
"""

import io
from pathlib import Path

from PIL import Image

from tests.journeys.browser import Browser

SITE = Path(__file__).resolve().parents[1] / "src" / "karum" / "site" / "static" / "site"
CLAY = "#a5411d"
SAFE = 0.8
"""How wide the mark stands in a maskable icon: the wedges end 0.35 of the width from the middle."""
ICONS = {
    # name: width in pixels, share of it that the mark takes, what is behind
    "any-192.png": (192, 1.0, ""),
    "any-512.png": (512, 1.0, ""),
    "maskable-192.png": (192, SAFE, CLAY),
    "maskable-512.png": (512, SAFE, CLAY),
    "apple-180.png": (180, 0.9, CLAY),
}
BADGE_PX = 96


def draw() -> None:
    """Write every icon into ``static/site/icons``."""
    svg = (SITE / "mark.svg").read_text(encoding="utf-8")
    with Browser.started() as browser:
        for name, (size, share, ground) in ICONS.items():
            page = browser.visitor("about:blank", size={"width": size, "height": size})
            page.set_content(
                f"<style>body {{ margin: 0; display: grid; place-items: center; block-size: 100vh;"
                f" background: {ground or 'transparent'} }} svg {{ inline-size: {share * 100}% }}</style>{svg}"
            )
            _save(Image.open(io.BytesIO(page.screenshot(omit_background=True))), name, colours=64)
            page.context.close()
    _save(_badge(Image.open(SITE / "icons" / "any-192.png").convert("RGBA")), f"badge-{BADGE_PX}.png", colours=16)


def _badge(mark: Image.Image) -> Image.Image:
    """White where the tablet is, nothing where its wedges are cut in."""
    small = mark.resize((BADGE_PX, BADGE_PX), Image.Resampling.LANCZOS)
    badge = Image.new("RGBA", small.size, (255, 255, 255, 0))
    for x in range(BADGE_PX):
        for y in range(BADGE_PX):
            _red, green, _blue, there = small.getpixel((x, y))  # type: ignore[misc]
            clay = max(0, 246 - green) / (246 - 65)  # from the wedges' green to the clay's
            badge.putpixel((x, y), (255, 255, 255, min(255, round(there * clay))))
    return badge


def _save(image: Image.Image, name: str, *, colours: int) -> None:
    image.convert("RGBA").quantize(colours, method=Image.Quantize.FASTOCTREE).save(SITE / "icons" / name, optimize=True)


if __name__ == "__main__":
    draw()
