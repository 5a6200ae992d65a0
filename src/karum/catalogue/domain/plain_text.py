"""HTML to plain text and back. Pure.

Karum keeps plain text: what another shop's editor, tracker or script left in a description never reaches a page.
"""

import html
import re
from html.parser import HTMLParser

_BLOCK_TAGS = """
address article aside blockquote dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr main ol p pre section table
tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset({"script", "style", "template", "head", "noscript", "iframe", "object", "svg"})
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!]")


def tidy(text: str) -> str:
    """Return text with single spaces, no spaces at line ends and at most one empty line between paragraphs."""
    lines = [" ".join(line.split()) for line in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def html_to_text(source: str) -> str:
    """Return the words of an HTML fragment: paragraphs and list items on lines of their own. Plain text stays."""
    if not _TAG.search(source):
        return tidy(html.unescape(source))
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return tidy("".join(reader.parts))


def text_to_html(text: str) -> str:
    """Return plain text as paragraphs. ``html_to_text`` of it is ``tidy(text)``."""
    paragraphs = tidy(text).split("\n\n")
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))
