"""``karum ledger``: the books on the command line."""

import argparse
import sys
import time

from django.utils import timezone

from karum.ledger import export, queries, services
from karum.ledger.queries import Head


def add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Add ``ledger`` and return its own subcommands, for whoever has more of them."""
    ledger = subparsers.add_parser("ledger", help="the books: balances, exports, seals, checks")
    inner = ledger.add_subparsers(required=True, metavar="COMMAND")
    balances = inner.add_parser("balances", help="print every account with its balance")
    balances.set_defaults(func=_balances)
    exporting = inner.add_parser("export", help="write the books for another accounting program")
    exporting.add_argument("--format", choices=sorted(export.FORMATS), default="hledger")
    exporting.add_argument("--out", help="file to write; standard output without it")
    exporting.set_defaults(func=_export)
    sealing = inner.add_parser("seal", help="put what was written since the last block into a new one")
    sealing.set_defaults(func=_seal)
    head = inner.add_parser("head", help="print the last block's number and digest, to be kept elsewhere")
    head.set_defaults(func=_head)
    return inner


def _balances(_: argparse.Namespace) -> int:
    for b in queries.balances():
        held = f"  ({b.free} free of holds)" if b.debits_pending else ""
        print(f"{b.key.seller_id:>8}  {b.key.purpose:<10} {b.net!s:>20}{held}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    lines = export.FORMATS[arguments.format](queries.settled_postings())
    if not arguments.out:
        sys.stdout.writelines(lines)
        return 0
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.writelines(lines)
    return 0


def _seal(_: argparse.Namespace) -> int:
    sealed = services.seal(now=timezone.now())
    if sealed is None:
        print("Nothing was sealed: another sealer is at work, or a long transaction is writing.", file=sys.stderr)
        return 1
    print(f"{sealed:,} transfers sealed; head {queries.head() or 'none'}")
    return 0


def _head(_: argparse.Namespace) -> int:
    found = queries.head()
    if found is None:
        print("There is no block yet; see: karum ledger seal", file=sys.stderr)
        return 1
    print(found)
    return 0


def add_verify(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    verifying = inner.add_parser("verify", help="check chain, sums, balances, and orders against money")
    verifying.add_argument("--head", type=Head.read, help="NUMBER:DIGEST that 'karum ledger head' printed earlier")
    return verifying


def verify(arguments: argparse.Namespace) -> list[str]:
    """Check the books and print what was looked at; return the flaws."""
    begun = time.monotonic()
    found = queries.audit(arguments.head, say=lambda text: print(f"looking at {text}", file=sys.stderr))
    print(
        f"{found.transfers:,} transfers, {found.blocks:,} blocks, {found.unsealed:,} transfers not sealed yet, "
        f"{found.empty:,} empty places (of transfers that were undone); {time.monotonic() - begun:.1f} s"
    )
    return found.flaws
