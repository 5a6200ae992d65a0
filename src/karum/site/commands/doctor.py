"""``karum doctor``: looks the hub over and says what to do."""

import argparse
import json
from datetime import UTC, datetime

from django.db import connection
from procrastinate.contrib.django import app

from karum.runtime.database import available
from karum.runtime.doctor import Finding, examine
from karum.runtime.lock import Busy
from karum.runtime.postgres import PostgresFailed

_MARK = {"ok": "ok  ", "warn": "WARN", "bad": "BAD "}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help="look the hub over and say what to do")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--retry-failed", action="store_true", help="put failed jobs back into the queue first")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Return 0 when nothing is bad, 1 otherwise. Warnings do not count."""
    try:
        with available("karum doctor"):
            if arguments.retry_failed:
                _retry_failed()
            findings = examine()
    except (Busy, PostgresFailed) as refusal:
        findings = {"database": Finding(False, str(refusal), "Start the hub (make run), or check DATABASE_URL.")}
    if arguments.json:
        listed = {
            name: {"state": finding.state, "said": finding.said, "do": finding.do} for name, finding in findings.items()
        }
        print(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        for name, finding in findings.items():
            print(f"{_MARK[finding.state]}  {name}: {finding.said}")
            if not finding.ok and finding.do:
                print(f"      -> {finding.do}")
    return int(any(finding.state == "bad" for finding in findings.values()))


def _retry_failed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id")
        numbers = [row[0] for row in cursor.fetchall()]
    for number in numbers:
        app.job_manager.retry_job_by_id(number, retry_at=datetime.now(UTC))
    print(f"{len(numbers)} failed jobs are in the queue again.")
