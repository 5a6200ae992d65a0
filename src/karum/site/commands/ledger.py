"""``karum ledger``: the ledger's own commands, and ``verify``, which also asks those whose money it is."""

import argparse

from karum.ledger import commands
from karum.runtime.doctor import examine

# The doctor's checks that hold the books against what other packages say. The ledger's own are part of the audit.
AGAINST_THE_BOOKS = {
    "decisions of disputes",
    "each order against its money",
    "orders against money",
    "payments against orders",
    "payouts",
}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    inner = commands.add(subparsers)
    commands.add_verify(inner).set_defaults(func=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    """Return 0 when everything agrees, 1 when something is wrong: each flaw is a line with its place."""
    flaws = commands.verify(arguments)
    for name, finding in examine().items():
        if name in AGAINST_THE_BOOKS and finding.state == "bad":
            flaws.append(f"{name}: {finding.said}")
    for flaw in flaws:
        print(f"WRONG  {flaw}")
    print(f"{len(flaws)} flaws found." if flaws else "The books are as they were written, and agree with the orders.")
    return int(bool(flaws))
