"""Writes docs/reference/settings.md from the settings themselves: ``python -m karum.site.reference``."""

from dataclasses import fields
from pathlib import Path

from karum.runtime.settings import Settings

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Every setting is a variable of the environment, read once when a process starts. A value that cannot be read stops the
start with a sentence that names the variable. This page is made from `src/karum/runtime/settings.py` by `make docs`;
a test compares the two.

    PORT=9000 HUB_NAME="Chamber of Commerce" KARUM_DEMO=no make run

| Variable | Default | What it does |
|---|---|---|
"""


def settings_page() -> str:
    """Return the whole page as Markdown."""
    rows = [
        f"| `{knob.metadata['variable']}` | {_shown(knob.default)} | {knob.metadata['says']}. |"
        for knob in fields(Settings)
    ]
    return HEAD + "\n".join(rows) + "\n"


def _shown(default: object) -> str:
    match default:
        case bool():
            return "`yes`" if default else "`no`"
        case "" | () | None:
            return "empty"
        case _:
            return f"`{default}`"


if __name__ == "__main__":
    PAGE.write_text(settings_page())
