"""An issue of the hub's news, as its operator writes it: a name, and a subject and text for each language. Pure."""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass

from karum.notices.domain.texts import SUBJECT_MAX, Text

BODY_MAX = 20_000
OTHERWISE = "en"
"""Spoken to readers whose language the issue does not have."""


class BadNews(ValueError):
    """The file is no issue; the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Issue:
    """``texts``: by language; English is always there."""

    name: str
    texts: Mapping[str, Text]

    def text(self, language: str) -> Text:
        """What a reader of ``language`` gets."""
        return self.texts.get(language, self.texts[OTHERWISE])


def read_issue(content: bytes, languages: Container[str]) -> Issue:
    """Read a TOML file: ``name``, then a table for each language with ``subject`` and ``body``. Raises BadNews."""
    try:
        said = tomllib.loads(content.decode())
    except ValueError as error:  # broken UTF-8 is one too
        raise BadNews(f"It is no TOML file: {error}.") from error
    name = said.pop("name", "")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 60:
        raise BadNews('It needs a name of at most 60 characters, such as name = "2026-12".')
    texts = {}
    for language, parts in said.items():
        if language not in languages:
            raise BadNews(f"{language} is no language of this hub.")
        texts[language] = _text(language, parts)
    if OTHERWISE not in texts:
        raise BadNews(f"It needs a text in English, [{OTHERWISE}]: who reads a language that is missing gets that one.")
    return Issue(name.strip(), texts)


def _text(language: str, parts: object) -> Text:
    subject, body = (parts.get("subject"), parts.get("body")) if isinstance(parts, dict) else (None, None)
    if not isinstance(subject, str) or not 1 <= len(subject.strip()) <= SUBJECT_MAX:
        raise BadNews(f"[{language}] needs a subject of at most {SUBJECT_MAX} characters.")
    if not isinstance(body, str) or not 1 <= len(body.strip()) <= BODY_MAX:
        raise BadNews(f"[{language}] needs a body of at most {BODY_MAX} characters.")
    return Text(subject.strip(), body.strip())
