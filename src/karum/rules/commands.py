"""``karum quote``: what a consignment costs at the door. Needs neither Django nor a database."""

import argparse
import json
import os
import sys

from karum.rules.domain.answer import ChargeLine, LandedCost
from karum.rules.domain.reasons import percent
from karum.rules.domain.request import BadRequest
from karum.rules.queries import landed_cost
from karum.rules.quote_json import answer_json, read_request
from karum.rules.strict import RuleFileError

_DESCRIPTION = "Read a request as JSON on standard input and print the landed cost: duty, tax, fees, and why."


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register ``quote``. Exit code 0: answered; 2: the request (or a rule file) cannot be used."""
    parser = subparsers.add_parser(
        "quote", help="what a consignment costs at the buyer's door", description=_DESCRIPTION
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON; errors too")
    parser.set_defaults(func=quote)


def quote(options: argparse.Namespace) -> int:
    """Answer one request. Returns the exit code."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
        answer = landed_cost(read_request(text))
    except UnicodeDecodeError:
        return _refuse("$", "is not UTF-8 text", options)
    except BadRequest as error:
        return _refuse(error.field, error.message, options)
    except RuleFileError as error:
        return _refuse(error.file, f"{error.place}: {error.reason}", options)
    _say(json.dumps(answer_json(answer), ensure_ascii=False, indent=2) if options.json else table(answer))
    return 0


def _say(text: str) -> None:
    """Print; a reader that has gone away (``karum quote | head``) is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(field: str, message: str, options: argparse.Namespace) -> int:
    if options.json:
        _say(json.dumps({"error": {"field": field, "message": message}}, ensure_ascii=False, indent=2))
    else:
        print(f"karum quote: {field}: {message}", file=sys.stderr)
    return 2


def table(answer: LandedCost) -> str:
    """Return the answer as a table to read in a terminal, in English."""
    rows = [f"Status: {answer.status}    Regime: {answer.regime}    As of: {answer.as_of}", ""]
    for name in ("goods", "freight", "insurance", "duty", "tax", "fees", "landed", "due_at_checkout", "due_at_border"):
        rows.append(f"{name.replace('_', ' '):<16} {_sum(answer, name):>18}")
    rows.append("")
    for line in answer.lines:
        rows += _line(line)
    for title, reasons in (
        ("Missing", answer.missing_facts),
        ("Assumed", answer.assumptions),
        ("Papers", answer.documents),
    ):
        if reasons:
            rows += ["", f"{title}:", *(f"  - {reason.english}" for reason in reasons)]
    if (saving := answer.saving_possible) is not None:
        rows += ["", f"A proof of origin could save {saving} of duty."]
    if not answer.is_certain:
        rows += ["", "Not certain: some figures are unknown or unverified; see the sources of the lines."]
    return "\n".join(rows)


def _sum(answer: LandedCost, name: str) -> str:
    amount = getattr(answer.totals, name)
    if amount is not None:
        return str(amount)
    low, high = getattr(answer.lowest, name, None), getattr(answer.highest, name, None)
    return "unknown" if low is None or high is None else f"unknown, {low} to {high}"


def _line(line: ChargeLine) -> list[str]:
    item = "" if line.item_index is None else f" item {line.item_index + 1}"
    rate = "" if line.rate is None else f" {percent(line.rate)} %"
    amount = "unknown" if line.amount is None else str(line.amount)
    mark = " (unverified)" if line.unverified else ""
    return [
        f"{line.kind:<4} {line.code}{item}:{rate} {amount}, {line.payer} to {line.collector}, at {line.due}",
        f"     {line.why_applied.english} {line.source.law}, {line.source.url}; {line.confidence}{mark}",
        *(f"     {reason.english}" for reason in line.why_not),
    ]
