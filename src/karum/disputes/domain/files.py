"""What an uploaded file is, by its content: never by its name or what the browser says."""

from enum import StrEnum

PDF_BYTES_MAX = 8 * 1024 * 1024
FILES_MAX = 10
"""Files of one side in one case."""


class FileKind(StrEnum):
    PDF = "pdf"
    PICTURE = "picture"


class BadFile(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_WHOLE = "not_whole"
    TOO_MANY = "too_many"
    NOT_A_PICTURE = "not_a_picture"


def kind_of(content: bytes) -> FileKind | BadFile:
    """PDF by its first and last words; everything else has to be a picture, which its decoder finds out."""
    if not content:
        return BadFile.EMPTY
    if not content.startswith(b"%PDF-"):
        return FileKind.PICTURE
    if len(content) > PDF_BYTES_MAX:
        return BadFile.TOO_LARGE
    return FileKind.PDF if b"%%EOF" in content[-2048:] else BadFile.NOT_WHOLE


def plain_name(name: str) -> str:
    """A file's name as it is shown: no path, nothing unprintable, at most 100 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '"<>')[:100].strip() or "file"
