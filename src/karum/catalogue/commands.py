"""``karum export`` and ``karum reindex``: a seller's catalogue as a file, and search anew."""

import argparse
import os
import sys
from pathlib import Path

from karum.catalogue import services
from karum.catalogue.queries import health
from karum.parties import queries as parties

# Beyond so many offers, words are made by as many processes as there are processors.
MANY = 20_000


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    exporting = subparsers.add_parser("export", help="write everything that a seller has in the catalogue to a zip")
    exporting.add_argument("seller", metavar="SELLER-SLUG", help="the last part of the shop's address, /s/SELLER-SLUG")
    exporting.add_argument("--out", required=True, type=Path, metavar="FILE", help="file to write, such as shop.zip")
    exporting.set_defaults(func=_export)
    reindex = subparsers.add_parser("reindex", help="write all search listings anew")
    reindex.set_defaults(func=_reindex)


def _export(arguments: argparse.Namespace) -> int:
    seller = next((card for card in parties.all_businesses(active_only=False) if card.slug == arguments.seller), None)
    if seller is None:
        print(
            f"There is no seller {arguments.seller!r}. Give the last part of the address of its shop, /s/…",
            file=sys.stderr,
        )
        return 1
    content = services.export_seller(seller.id)
    arguments.out.write_bytes(content)
    print(f"{arguments.out}: {len(content):,} bytes, everything that {seller.name} has in the catalogue")
    return 0


def _reindex(_: argparse.Namespace) -> int:
    many = health.offer_count() > MANY
    count = services.rebuild_listings(_say, processes=os.cpu_count() or 1 if many else 1)
    words = services.count_words()
    print(f"Done: {count:,} products, {words:,} words.")
    return 0


def _say(done: int, total: int) -> None:
    """Progress, some hundred lines at most."""
    if done == total or done % max(500, total // 100 // 500 * 500) == 0:
        print(f"{done:,} of {total:,} products", flush=True)
