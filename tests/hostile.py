"""What nobody types by mistake, typed into every field of a page."""

from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client

NASTY = (
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "-1",
    "0",
    "9" * 5_000,
    "99999999999999999999",
    "1e999999",
    "1e400",
    "NaN",
    "-Infinity",
    "²",
    "١٢",
    "12,5",
    "x" * 20_000,
    "a\r\nBcc: everybody@example.org",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "{{ 7 }}%(x)s",
    "\u202egnp.exe",
)
"""Empty, unprintable, half a character, below zero, too large for bigint, no number, no line, no path, no day."""

SLY = ("\x00", "9" * 5_000, "99999999999999999999", "1e999999", "²", "a\r\nBcc: everybody@example.org")
"""Those of them that need the other fields to be right, to come as far as the database."""


class _Forms(HTMLParser):
    """The forms of a page: where each goes, and what it sends when nothing is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "get").lower() == "post":
            self.found.append((said.get("action", ""), {}))
        if not self.found:
            return
        data, name = self.found[-1][1], said.get("name", "")
        if tag in ("input", "textarea", "button") and name and name != "csrfmiddlewaretoken":
            if said.get("type") not in ("radio", "checkbox") or "checked" in said or name not in data:
                data[name] = said.get("value", "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (self.select not in data or "selected" in said):
            data[self.select] = said.get("value", "")


def forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """(address, fields) of every form of ``page`` that is sent by POST."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


def attacks(fields: dict[str, str]) -> Iterator[dict[str, str]]:
    """All fields nasty at once; then one after the other missing, or wrong in a way that a good form lets through."""
    for nasty in NASTY:
        yield dict.fromkeys(fields, readable(nasty))
    for name in fields:
        yield {other: value for other, value in fields.items() if other != name}
        for nasty in SLY:
            yield {**fields, name: nasty}


def readable(text: str) -> str:
    """The text as a browser would send it: half a character cannot be sent."""
    return text.encode("utf-8", "replace").decode()


def broken_forms(client: Client, address: str) -> list[str]:
    """Fill the forms of a page with nasty things; return what was answered with an error of the server."""
    client.raise_request_exception = False
    wrong = []
    for action, fields in forms(client.get(address).text):
        for data in attacks(fields):
            answer = client.post(action or address, data)
            if answer.status_code >= 500:
                changed = {n: data.get(n, "(missing)")[:30] for n in fields if data.get(n) != fields[n]}
                problem = f"{answer.exc_info[0].__name__}: {answer.exc_info[1]}" if answer.exc_info else ""  # type: ignore[attr-defined]
                wrong.append(f"{action or address} {changed!r}: {problem[:150]}")
    return wrong


def broken_queries(client: Client, address: str, *names: str) -> list[str]:
    """Ask for a page with nasty parameters; return what was answered with an error of the server."""
    client.raise_request_exception = False
    wrong = []
    for name in names:
        for nasty in NASTY:
            answer = client.get(address, {name: nasty.encode("utf-8", "replace")})
            if answer.status_code >= 500:
                problem = f"{answer.exc_info[0].__name__}: {answer.exc_info[1]}" if answer.exc_info else ""  # type: ignore[attr-defined]
                wrong.append(f"{address} {name}={nasty[:30]!r}: {problem[:150]}")
    return wrong
