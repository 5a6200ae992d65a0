"""``karum migrate``: bring database, static files and translations up to date; only what changed takes time."""

import argparse

from karum.runtime.files import collect_static
from karum.runtime.migrations import migrate
from karum.runtime.settings import settings
from karum.runtime.translations import compile_translations
from karum.site.commands.seed import open_once


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("migrate", help="bring the database and files up to date")
    parser.set_defaults(func=update)


def update(arguments: argparse.Namespace) -> int:
    compile_translations(_say)
    collect_static(_say)
    migrate(_say)
    return 0


def prepare() -> int:
    """Everything that comes before a start. What else a demo has is written once people can trade (``seed_once``)."""
    update(argparse.Namespace())
    if settings().demo:
        open_once(_say)
    return 0


def _say(text: str) -> None:
    print(text, flush=True)
