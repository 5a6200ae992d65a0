"""The one stylesheet: small, in logical directions only, readable in both themes, and nothing is styled elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

import karum

ROOT = Path(karum.__file__).parent
SHEET = ROOT / "site" / "static" / "site" / "karum.css"
CSS = SHEET.read_text(encoding="utf-8")
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
STYLESHEET_BYTES_MAX = 10_000

PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|"
    r"(?:min-|max-)?(?:width|height)|text-align:\s*(?:left|right))\s*:"
)
PAIRS = [
    ("ink", "paper"), ("ink", "raised"), ("ink", "sunk"), ("soft", "paper"), ("soft", "raised"), ("soft", "sunk"),
    ("link", "paper"), ("link", "raised"), ("link", "sunk"), ("on-clay", "clay"), ("on-clay", "clay-deep"),
    ("clay-deep", "clay-pale"), ("ink", "clay-pale"), ("good", "good-pale"), ("warn", "warn-pale"), ("bad", "bad-pale"),
    ("good", "paper"), ("warn", "paper"), ("bad", "paper"), ("good", "raised"), ("warn", "raised"), ("bad", "raised"),
    ("ink", "good-pale"), ("ink", "warn-pale"), ("ink", "bad-pale"), ("paper", "ink"),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    """The colours of one theme."""
    start = CSS.index('[data-theme="dark"] {') if theme == "dark" else CSS.index(":root {")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", CSS[start : CSS.index("}", start)]))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_it_is_small_over_the_wire() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= STYLESHEET_BYTES_MAX


def test_it_has_no_left_and_right() -> None:
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)|@media[^{]*", "", CSS, flags=re.S)
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_the_edge_of_an_input_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(tokens(theme)["edge"], tokens(theme)[ground]) >= 3


def test_both_ways_to_the_dark_theme_are_the_same() -> None:
    by_system = CSS[CSS.index(":root:not([data-theme]) {") :]
    by_system = by_system[: by_system.index("}")]
    assert dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", by_system)) == tokens("dark")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_styles_or_scripts_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    if template.parent.name == "mail" or "/mail/" in str(template):
        return  # letters have no stylesheet to link to
    assert not re.search(r"\sstyle\s*=\s*[\"']", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


def test_every_class_of_the_shop_and_shell_is_in_the_stylesheet() -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", CSS + SHEET.with_name("design.css").read_text(encoding="utf-8")))
    for template in TEMPLATES:
        if template.parent.name not in ("shop", "site"):
            continue
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text(encoding="utf-8"))
        for names in re.findall(r'class="([^"]*)"', text):
            unknown = {name for name in names.split() if not name.endswith("--")} - known - {"filters", "gallery"}
            assert not unknown, f"{template.name}: {unknown}"
