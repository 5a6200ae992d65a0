"""``karum ledger``: the books on the command line."""

import argparse
import sys

from karum.ledger import export, queries


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ledger = subparsers.add_parser("ledger", help="the books: balances and exports")
    inner = ledger.add_subparsers(required=True, metavar="COMMAND")
    balances = inner.add_parser("balances", help="print every account with its balance")
    balances.set_defaults(func=_balances)
    exporting = inner.add_parser("export", help="write the books for another accounting program")
    exporting.add_argument("--format", choices=["hledger"], default="hledger")
    exporting.add_argument("--out", help="file to write; standard output without it")
    exporting.set_defaults(func=_export)


def _balances(_: argparse.Namespace) -> int:
    for b in queries.balances():
        held = f"  ({b.free} free of holds)" if b.debits_pending else ""
        print(f"{b.key.seller_id:>8}  {b.key.purpose:<9} {b.net!s:>20}{held}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    lines = export.hledger(queries.settled_postings())
    if not arguments.out:
        sys.stdout.writelines(lines)
        return 0
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.writelines(lines)
    return 0
