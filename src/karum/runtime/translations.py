"""Compiles the translations (.po, kept in git) into what gettext reads (.mo, not kept), when they changed."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import karum

ROOT = Path(karum.__file__).parent


def catalogues() -> Iterable[Path]:
    """Every .po file of the program."""
    return sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_translations(say: Callable[[str], None]) -> None:
    """Write a .mo file beside each .po file that is newer than its .mo."""
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        say(f"Compiling translations: {source.parent.parent.name}.")
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
