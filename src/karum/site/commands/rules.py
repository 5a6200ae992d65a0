"""``karum rules``: load official tariffs and lists, say what is known, what changed, and which codes goods may have."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from karum.official.kinds import reader_for
from karum.official.loaded import Loaded
from karum.official.source import BadFile, Source
from karum.site.cli import Needs
from karum.site.commands import rules_status

# Who loads which kind of file; every other kind is a tariff.
LISTS = "karum.compliance.services.lists"
LOADERS = {
    "ofac-sdn": LISTS,
    "un-sanctions": LISTS,
    "eu-sanctions": LISTS,
    "ecb-rates": "karum.payments.services.reference",
}
TARIFFS = "karum.tariffs.services.load"
SHOWN_BROKEN = 10
SHOWN_CANDIDATES = 10


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register ``rules`` with its parts."""
    rules = subparsers.add_parser("rules", help="official tariffs and lists")
    inner = rules.add_subparsers(required=True, metavar="COMMAND")

    loading = inner.add_parser("load", help="load official files as the authorities publish them")
    loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    loading.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    _options_of_tariffs(loading)
    loading.set_defaults(func=_with_tables, tell=load, needs=Needs.DATABASE)

    checking = inner.add_parser("check", help="read official files and say what would change; nothing is changed")
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _options_of_tariffs(checking)
    checking.set_defaults(func=_with_tables, tell=load, needs=Needs.DATABASE, dry_run=True)

    status = inner.add_parser("status", help="what is known of each market, how sure and how old")
    status.add_argument("--market", metavar="XX", type=str.upper, help="one country, ISO 3166 alpha-2")
    status.add_argument("--json", action="store_true", help="print JSON")
    status.set_defaults(func=rules_status.status)

    broken = inner.add_parser("broken", help="rows of loaded files that could not be used, and why")
    broken.add_argument("--json", action="store_true", help="print JSON")
    broken.set_defaults(func=_with_tables, tell=_broken, needs=Needs.DATABASE)

    changes = inner.add_parser("changes", help="which duties the loaded files changed")
    changes.add_argument("--since", type=_day, metavar="DAY", default=date.min, help="known since that day, 2026-04-01")
    changes.add_argument("--code", action="append", metavar="DIGITS", help="goods code; may be given again")
    changes.add_argument("--json", action="store_true", help="print JSON")
    changes.set_defaults(func=_with_tables, tell=_changes, needs=Needs.DATABASE)

    classify = inner.add_parser("classify", help="HS codes that goods may have, with reasons; a person decides")
    classify.add_argument("text", nargs="+", metavar="TEXT")
    classify.add_argument(
        "--language", help="of the text: en, fr, es, pt, ar, zh-hans, hi, sw, id, ru; guessed without it"
    )
    classify.add_argument("--limit", type=_how_many, metavar="N", default=SHOWN_CANDIDATES, help="how many codes")
    classify.add_argument("--json", action="store_true", help="print JSON")
    classify.set_defaults(func=_classify)


def _options_of_tariffs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--valid-from",
        type=_day,
        metavar="DAY",
        help="first day of a tariff whose rows have no dates; today without it",
    )
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--piece", action="store_true", help="the file is a piece of a tariff: nothing ends")
    whole.add_argument("--whole", action="store_true", help="what the file does not say has really ended")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-04-01") from None


def _how_many(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 9999")
    return int(text)


def _with_tables(arguments: argparse.Namespace) -> int:
    """Run the command on a database that has its tables; say how to get them where it has not."""
    from karum.runtime.migrations import missing

    if missing():
        return _refuse("The database's tables are not up to date. Run: karum migrate")
    code: int = arguments.tell(arguments)
    return code


def load(arguments: argparse.Namespace) -> int:
    """Load the files in their order; the first that is refused ends it. What was loaded before stays loaded."""
    now = datetime.now(UTC)
    for number, path in enumerate(arguments.files):
        source = Source(path)
        try:
            loaded = _load(source, arguments, now)
        except BadFile as refusal:
            rest = len(arguments.files) - number - 1
            later = f" {rest} more files were not tried; run it again for them." if rest else ""
            named = "" if source.name in str(refusal) else f"{source.name}: "
            return _refuse(f"{named}{refusal} Nothing of it was changed.{later}")
        except OSError as refusal:
            return _refuse(f"{path}: {refusal.strerror or refusal}. Nothing of it was changed.")
        print(f"{'Would be: ' if arguments.dry_run else ''}{source.name}: {loaded.sentence}", flush=True)
        _report(loaded)
    return 0


def _load(source: Source, arguments: argparse.Namespace, now: datetime) -> Loaded:
    from django.db import transaction

    reader: Any = reader_for(source)
    run = _loader(reader.KIND, arguments)
    if not arguments.dry_run:
        return run(source, reader, now=now, say=_progress)
    with transaction.atomic():
        loaded = run(source, reader, now=now, say=_progress)
        transaction.set_rollback(True)
    return loaded


def _loader(kind: str, arguments: argparse.Namespace) -> Callable[..., Loaded]:
    """Who loads files of this kind."""
    load_file: Callable[..., Loaded] = import_module(LOADERS.get(kind, TARIFFS)).load
    if kind in LOADERS:
        return load_file
    piece = True if arguments.piece else False if arguments.whole else None
    return partial(load_file, valid_from=arguments.valid_from, piece=piece)


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _report(loaded: Loaded) -> None:
    for row in loaded.broken[:SHOWN_BROKEN]:
        print(f"  broken: {row.place}: {row.reason}")
    if len(loaded.broken) > SHOWN_BROKEN:
        print(f"  and {len(loaded.broken) - SHOWN_BROKEN:,} more broken rows; all are kept with the file.")


def _broken(arguments: argparse.Namespace) -> int:
    from karum.tariffs.queries.status import broken_rows, loaded_files

    rows = [
        {"file": file.name, "sha256": file.sha256, "place": place, "reason": reason, "text": text}
        for file in loaded_files()
        if file.broken
        for place, reason, text in broken_rows(file.id)
    ]
    if arguments.json:
        _print_json(rows)
        return 0
    for row in rows:
        print(f"{row['file']}, {row['place']}: {row['reason']}")
    if not rows:
        print("No row is broken.")
    return 0


def _changes(arguments: argparse.Namespace) -> int:
    from karum.tariffs.queries.changes import changes_since

    moment = datetime(arguments.since.year, arguments.since.month, arguments.since.day, tzinfo=UTC)
    changes = changes_since(moment, arguments.code)
    if arguments.json:
        _print_json(
            [{**c._asdict(), "valid_from": str(c.valid_from), "known_at": c.known_at.isoformat()} for c in changes]
        )
        return 0
    for c in changes:
        what = " ".join(filter(None, (c.type, c.area, c.additional_code, c.order_number)))
        print(f"{c.valid_from} {c.system} {c.code} {what}: {_said(c.before)} -> {_said(c.after)}  ({c.file})")
    if not changes:
        print("Nothing changed.")
    return 0


def _said(duty: str | None) -> str:
    return "none" if duty is None else duty or "no duty"


def _classify(arguments: argparse.Namespace) -> int:
    from karum.rules.classify import classify, to_json

    found = classify(" ".join(arguments.text), arguments.language, arguments.limit)
    if arguments.json:
        _print_json(to_json(found))
        return 0
    for candidate in found.candidates:
        print(f"{candidate.code}  {candidate.text}")
        for why in candidate.why:
            print(f"        {why.text % why.params}")
    for question in found.questions:
        print(f"? {question.ask} {' / '.join(choice.label for choice in question.choices)}")
    if not found.candidates:
        print("No code is known for these words. Say what it is made of, and what it is for.")
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _refuse(sentence: str) -> int:
    print(f"karum rules: {sentence}", file=sys.stderr)
    return 1
