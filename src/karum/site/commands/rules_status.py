"""``karum rules status``: what is known of each market, how sure and how old, and which official tariffs are loaded.

The markets' own files are always there. The loaded tariffs are looked up when the hub has a database that answers.
"""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

from karum.rules.status import CONFIDENCES, MarketStatus, all_status, market_status
from karum.rules.strict import RuleFileError
from karum.site.cli import Needs, stand_up

_HEAD = f"{'':<14}{'checked':<12}{'figures':>7}" + "".join(f"{letter:>6}" for letter in CONFIDENCES)


def status(arguments: argparse.Namespace) -> int:
    """Print the markets, or one of them in full, then the tariffs. Exit code 1: there is no such market."""
    today = datetime.now(UTC).date()
    try:
        one = market_status(arguments.market, today) if arguments.market else None
        markets = all_status(today) if not arguments.market else (one,) if one else ()
    except RuleFileError as error:
        return _refuse(f"{error.file}: {error.place}: {error.reason}")
    if not markets:
        return _refuse(f"There are no rules for {arguments.market}. Without --market all markets are listed.")
    tariffs, why = _tariffs(today)
    if arguments.json:
        rows = [market.to_json() for market in markets]
        print(json.dumps({"markets": rows, "tariffs": tariffs, "no_tariffs": why}, ensure_ascii=False, indent=2))
        return 0
    print("\n".join(_one(one) if one else _all(markets)))
    print("\n" + "\n".join([*map(_tariff, tariffs), *([why] if why else [])]))
    return 0


def _all(markets: tuple[MarketStatus, ...]) -> list[str]:
    lines = [f"{_HEAD}  verified  chapters  gaps"]
    for market in markets:
        verified = "" if market.verified is None else f"{market.verified:.0%}"
        lines.append(
            f"{market.code:<14}{market.checked!s:<12}{_counts(market.figures, market.confidence)}"
            f"{verified:>10}{len(market.chapters):>10}{len(market.gaps):>6}"
        )
    sums = {letter: sum(market.confidence[letter] for market in markets) for letter in CONFIDENCES}
    count = f"{len(markets)} markets"
    return [*lines, f"{count:<26}{_counts(sum(market.figures for market in markets), sums)}", "", _LEGEND]


_LEGEND = "A official text, B professional source, C old or weak, M from memory and shown as unverified."


def _one(market: MarketStatus) -> list[str]:
    lines = [f"{market.code}, rules checked {market.checked}", "", f"{_HEAD}  ranges  unknown"]
    for kind in market.kinds:
        oldest = str(kind.oldest) if kind.oldest else ""
        counts = _counts(kind.figures, kind.confidence)
        lines.append(f"{kind.kind:<14}{oldest:<12}{counts}{kind.ranges:>8}{kind.unknown:>9}")
    lines += ["", _LEGEND]
    if market.chapters_missing:
        lines.append(
            f"No duty is on file for {len(market.chapters_missing)} chapters: {_spans(market.chapters_missing)}"
        )
    return lines + [f"Gap: {gap.english}" for gap in market.gaps]


def _counts(figures: int, confidence: dict[str, int]) -> str:
    return f"{figures:>7}" + "".join(f"{confidence[letter]:>6}" for letter in CONFIDENCES)


def _spans(chapters: tuple[str, ...]) -> str:
    """01, 02, 03, 05 -> 01-03, 05."""
    spans: list[list[str]] = []
    for chapter in chapters:
        if spans and int(chapter) == int(spans[-1][-1]) + 1:
            spans[-1].append(chapter)
        else:
            spans.append([chapter])
    return ", ".join(span[0] if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans)


def _tariffs(today: date) -> tuple[list[dict[str, Any]], str]:
    """The loaded tariffs, and why there are none."""
    from karum.runtime.database import available, embedded
    from karum.runtime.lock import Busy
    from karum.runtime.postgres import PostgresFailed

    server = embedded()
    if server is not None and not (server.directory / "PG_VERSION").exists():
        return [], "No hub was started here yet, so no official tariff is loaded."
    stand_up(Needs.DJANGO)
    from django.db import DatabaseError

    from karum.tariffs.queries.status import systems, tariff_status

    try:
        with available("karum rules status"):
            found = [tariff_status(system, today).to_json() for system in systems()]
    except (Busy, PostgresFailed, DatabaseError) as error:
        return [], f"The loaded tariffs cannot be looked up: {str(error).splitlines()[0]}"
    return found, "" if found else "No official tariff is loaded: karum rules load FILE"


def _tariff(tariff: dict[str, Any]) -> str:
    share = "no duties" if tariff["share_known"] is None else f"{tariff['share_known']:.1%} of duties can be computed"
    newest = f"newest {tariff['newest_file']} of {tariff['newest_from']}, {tariff['age_days']} days old"
    counts = f"{tariff['lines']:,} lines, {tariff['measures']:,} measures, {tariff['origin_rules']:,} rules of origin"
    broken = f"{tariff['broken']:,} broken rows"
    return f"tariff {tariff['system']}: {tariff['files']} files, {newest}; {counts}; {share}; {broken}"


def _refuse(sentence: str) -> int:
    print(f"karum rules: {sentence}", file=sys.stderr)
    return 1
