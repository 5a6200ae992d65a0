"""``karum django``: Django's own management commands with the hub's settings."""

import argparse


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("django", add_help=False, prefix_chars="\0")  # Django reads the options
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["karum django", *arguments.words])
    return 0
