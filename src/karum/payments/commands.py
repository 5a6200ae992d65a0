"""``karum payments``: the bank on the command line."""

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from karum.banking import BadStatement
from karum.payments.services.statements import load_statement


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    payments = subparsers.add_parser("payments", help="the hub's bank: statements in")
    inner = payments.add_subparsers(required=True, metavar="COMMAND")
    statement = inner.add_parser("statement", help="load a bank statement: camt.053, camt.054, MT940 or CSV")
    statement.add_argument("file", type=Path, metavar="FILE")
    statement.set_defaults(func=_statement)


def _statement(arguments: argparse.Namespace) -> int:
    """0 when all of it was used, 1 when a part or all of it was not."""
    try:
        data = arguments.file.read_bytes()
        loaded = load_statement(data, arguments.file.name, now=timezone.now(), actor_id=None)
    except (OSError, BadStatement) as error:
        print(f"karum: {error}", file=sys.stderr)
        return 1
    if loaded.known:
        print("This very file was loaded before. Nothing was done.")
        return 0
    waiting = loaded.fresh - loaded.matched
    print(f"{loaded.kind}: {loaded.fresh} new movements, {loaded.matched} matched, {waiting} wait for a person;")
    print(f"{loaded.repeated} were here before, {loaded.broken} parts could not be used.")
    return 1 if loaded.broken else 0
