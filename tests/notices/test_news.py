"""News go to those who asked, each in her language, each issue once."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

import pytest

from karum.notices import commands
from karum.notices.domain.news import BadNews, read_issue
from karum.notices.queries import Wanted
from karum.notices.services import Kind
from karum.notices.services.news import send_news
from karum.notices.services.switches import choose
from karum.parties.models import Letter, Person

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = b'name = "2026-12"\n[en]\nsubject = "New here"\nbody = "Much."\n[sw]\nsubject = "Habari mpya"\nbody = "Mengi."\n'
LANGUAGES = {"en", "fr", "sw"}


def test_only_who_asked_gets_it_and_in_her_language(wanjiru: Person, aline: Person) -> None:
    issue = read_issue(FILE, LANGUAGES)
    choose(wanjiru, {Kind.NEWS: Wanted(by_email=True, by_push=False)}, now=NOW)
    assert send_news(issue, now=NOW) == 1
    assert (Letter.objects.get().recipient, Letter.objects.get().subject) == (wanjiru.email, "Habari mpya")
    choose(aline, {Kind.NEWS: Wanted(by_email=True, by_push=False)}, now=NOW)
    assert send_news(issue, now=NOW) is None
    assert send_news(read_issue(FILE.replace(b"2026-12", b"2027-01"), LANGUAGES), now=NOW) == 2
    assert Letter.objects.get(recipient=aline.email).subject == "New here"  # there is none in French


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff", "no TOML"),
        (b"name", "no TOML"),
        (b"", "needs a name"),
        (b"name = 7", "needs a name"),
        (b'name = "x"', "English"),
        (b'name = "x"\n[xx]\nsubject = "s"\nbody = "b"', "no language"),
        (b'name = "x"\nen = 7', "subject"),
        (b'name = "x"\n[en]\nsubject = "s"', "body"),
        (b'name = "x"\n[en]\nsubject = " "\nbody = "b"', "subject"),
    ],
)
def test_a_file_that_is_no_issue_is_refused_with_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(BadNews, match=why):
        read_issue(content, LANGUAGES)


@pytest.mark.django_db
def test_the_command_counts_first_and_sends_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    commands.add(parser.add_subparsers())
    kept = tmp_path / "news.toml"
    kept.write_bytes(FILE)

    def run(*words: str) -> int:
        arguments = parser.parse_args(["news", *words])
        return int(arguments.func(arguments))

    assert run(str(kept), "--dry-run") == 0
    assert "0 readers. Nothing was sent." in capsys.readouterr().out
    assert run(str(kept)) == 0
    assert run(str(kept)) == 1
    assert "went out already" in capsys.readouterr().err
    assert run(str(tmp_path / "none.toml")) == 1
