"""The command ``karum``. Each package brings its commands; only the one that is asked for is imported."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from karum import __version__
from karum.runtime.settings import BadSetting


class Needs(Enum):
    """What must stand before a command's module is imported or its function is called."""

    NOTHING = "nothing"
    DJANGO = "Django's apps"
    DATABASE = "Django's apps, and a database that answers"


@dataclass(frozen=True, slots=True)
class Command:
    """``module`` has a function ``add(subparsers)`` that adds the parser and sets its ``func``.

    A part of a command that needs more than the whole sets ``needs`` beside ``func``.
    """

    module: str
    says: str
    needs: Needs = Needs.NOTHING


COMMANDS = {
    "run": Command("karum.site.commands.run", "start the whole hub: database, web and worker"),
    "serve": Command("karum.site.commands.serve", "start one web process only"),
    "worker": Command("karum.site.commands.worker", "start one worker only", Needs.DATABASE),
    "migrate": Command("karum.site.commands.prepare", "bring the database and files up to date", Needs.DATABASE),
    "seed": Command("karum.site.commands.seed", "fill an empty hub with the demo firms", Needs.DATABASE),
    "doctor": Command("karum.site.commands.doctor", "look the hub over and say what to do", Needs.DJANGO),
    "quote": Command("karum.rules.commands", "price at the door: JSON request in, JSON answer out"),
    "rules": Command("karum.site.commands.rules", "official tariffs and lists: load, status, changes, classify"),
    "ledger": Command("karum.site.commands.ledger", "the books: balances, exports, seals, checks", Needs.DATABASE),
    "reports": Command("karum.reports.commands", "taxes collected for others, fee invoices", Needs.DATABASE),
    "payments": Command("karum.payments.commands", "bank statements in", Needs.DATABASE),
    "prices": Command("karum.orders.commands", "what every offer costs at one country's doors, as CSV", Needs.DATABASE),
    "export": Command("karum.catalogue.commands", "everything that a seller owns, as a ZIP file", Needs.DATABASE),
    "news": Command("karum.notices.commands", "send news to those who asked for them", Needs.DATABASE),
    "reindex": Command("karum.catalogue.commands", "write the search listings anew", Needs.DATABASE),
    "django": Command("karum.site.commands.django", "Django's own management commands", Needs.DJANGO),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 refused or failed (said in a sentence), 2 wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), "")
    command = COMMANDS.get(name)
    if command is None:
        _overview().parse_args(words or ["--help"])
        return 2
    try:
        return _run(command, words)
    except BadSetting as refusal:
        print(f"karum: {refusal}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away, for example ``head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _run(command: Command, words: list[str]) -> int:
    stand_up(command.needs)
    parser = argparse.ArgumentParser(prog="karum")
    importlib.import_module(command.module).add(parser.add_subparsers(required=True))
    arguments = parser.parse_args(words)
    needs: Needs = getattr(arguments, "needs", command.needs)
    stand_up(needs)
    if needs is not Needs.DATABASE:
        return arguments.func(arguments) or 0
    from karum.runtime.database import available
    from karum.runtime.lock import Busy
    from karum.runtime.postgres import PostgresFailed

    try:
        with available(f"karum {words[0]}"):
            return arguments.func(arguments) or 0
    except (Busy, PostgresFailed) as refusal:
        print(f"karum: {refusal}", file=sys.stderr)
        return 1


def stand_up(needs: Needs) -> None:
    if needs is not Needs.NOTHING:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
        import django

        django.setup()


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karum", description="Karum, an open trade platform for small firms.")
    parser.add_argument("--version", action="version", version=f"Karum {__version__}")
    subparsers = parser.add_subparsers(metavar="command", required=True)
    for name, command in COMMANDS.items():
        subparsers.add_parser(name, help=command.says)
    return parser
