"""``karum worker``: one worker process."""

import argparse
import asyncio

from karum.runtime.worker import work


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("worker", help="start one worker only")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM; jobs that are running get a few seconds to end, others are done after the next start."""
    asyncio.run(work())
    return 0
