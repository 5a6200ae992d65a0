"""Tables that a person brings: a file, or cells copied from a spreadsheet. Pure."""

import csv
import io


class NotATable(ValueError):
    """The bytes are no text, or the text is no table."""


def decoded(content: bytes) -> str:
    """The text of a file as spreadsheets write it, UTF-8 or UTF-16. Raises NotATable."""
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable


def delimiter_of(line: str) -> str:
    """Commas, semicolons and tabs part columns, as spreadsheets of all countries write them: the line tells."""
    return max((",", ";", "\t"), key=line.count)


def cells_of(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a text, each cell without the spaces around it. Raises NotATable."""
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise NotATable from None
