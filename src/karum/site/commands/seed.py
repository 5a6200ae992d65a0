"""``karum seed``: the demo firms, once."""

import argparse
import importlib.util
from collections.abc import Callable


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("seed", help="fill an empty hub with the demo firms")
    parser.set_defaults(func=lambda arguments: seed_once(print))


def open_once(say: Callable[[str], None]) -> None:
    """Open the demo's shops unless they are open already: with them people can trade."""
    if importlib.util.find_spec("karum.seeds.services") is None:
        return
    from karum.seeds.services import open_shops

    open_shops(say)


def seed_once(say: Callable[[str], None]) -> None:
    """Seed the demo hub unless it is there already; interrupted seeding goes on where it stopped."""
    if importlib.util.find_spec("karum.seeds.services") is None:
        return
    from karum.seeds.services import seed_demo

    seed_demo(say)
