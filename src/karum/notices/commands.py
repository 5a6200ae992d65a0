"""``karum news``: send an issue of the hub's news to those who asked for it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from karum.notices.domain.news import BadNews, read_issue
from karum.notices.services.news import readers_of_news, send_news


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    news = subparsers.add_parser("news", help="send news to those who asked for them")
    news.add_argument("file", type=Path, help="TOML: name, and [en], [fr], ... with subject and body")
    news.add_argument("--dry-run", action="store_true", help="only look at the file and count the readers")
    news.set_defaults(func=_news)


def _news(arguments: argparse.Namespace) -> int:
    try:
        issue = read_issue(arguments.file.read_bytes(), dict(settings.LANGUAGES))
    except OSError as error:
        return _refuse(f"{arguments.file} cannot be read: {error.strerror}.")
    except BadNews as error:
        return _refuse(str(error))
    if arguments.dry_run:
        print(f"{issue.name} in {', '.join(issue.texts)}: {len(readers_of_news())} readers. Nothing was sent.")
        return 0
    sent = send_news(issue, now=datetime.now(UTC))
    if sent is None:
        return _refuse(f"{issue.name} went out already. Give a new issue a new name.")
    print(f"{issue.name}: {sent} letters are on their way.")
    return 0


def _refuse(why: str) -> int:
    print(f"karum news: {why}", file=sys.stderr)
    return 1
