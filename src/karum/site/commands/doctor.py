"""``karum doctor``: looks the hub over and says what to do."""

import argparse


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="look the hub over and say what to do")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    raise NotImplementedError
