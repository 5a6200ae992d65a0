"""``karum ledger``: the ledger's own commands, and ``verify``, which also asks those whose money it is."""

import argparse

from django.utils import timezone

from karum.ledger import commands
from karum.orders.checks import PATIENCE
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.runtime.doctor import examine

# The doctor's checks that hold the books against what other packages say. The ledger's own are part of the audit, and
# each order and each payment is looked at here, however old: the doctor looks back some weeks only.
AGAINST_THE_BOOKS = {
    "decisions of disputes",
    "orders against money",
    "payouts",
}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    inner = commands.add(subparsers)
    commands.add_verify(inner).set_defaults(func=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    """Return 0 when everything agrees, 1 when something is wrong: each flaw is a line with its place."""
    flaws = commands.verify(arguments)
    flaws += [str(found) for found in orders_that_differ()]
    flaws += [str(found) for found in groups_that_differ(before=timezone.now() - PATIENCE)]
    for name, finding in examine().items():
        if name in AGAINST_THE_BOOKS and finding.state == "bad":
            flaws.append(f"{name}: {finding.said}")
    for flaw in flaws:
        print(f"WRONG  {flaw}")
    print(f"{len(flaws)} flaws found." if flaws else "The books are as they were written, and agree with the orders.")
    return int(bool(flaws))
