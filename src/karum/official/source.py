"""One official file: what it is called, its digest, and its bytes, unpacked on the way and never held whole.

Authorities wrap their files as they please: the UK's extracts are zips named ``.gzip``. What a file is, its first bytes
say, never its name.
"""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

HEAD_BYTES = 16_384
UNPACKED_MAX = 8 * 2**30  # a zip that swells beyond this is refused
BUFFER = 1 << 16
_OFFICE = b"PK"


class BadFile(ValueError):
    """A file that cannot be used at all. The message says why, in a sentence."""


@dataclass(frozen=True)
class Source:
    """A file on disk. ``name`` is what people call it; every row read from it names it and its ``sha256``."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def size(self) -> int:
        return self.path.stat().st_size

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first bytes of what the file holds, unpacked; a spreadsheet stays packed."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Open the file for reading from its beginning, unpacked. Raises BadFile when it cannot be unpacked."""
        try:
            with self.path.open("rb") as file:
                start = file.read(4)
                file.seek(0)
                if start[:2] == b"\x1f\x8b":
                    with gzip.open(file) as unpacked:
                        yield io.BufferedReader(_Bounded(unpacked), BUFFER)
                elif start[:2] == _OFFICE:
                    with zipfile.ZipFile(file) as archive:
                        if "[Content_Types].xml" in archive.namelist():
                            file.seek(0)
                            yield file
                            return
                        with archive.open(_only_member(archive)) as member:
                            yield io.BufferedReader(_Bounded(member), BUFFER)
                else:
                    yield file
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BadFile(f"{self.name} is damaged: it cannot be unpacked ({error}). Fetch it again.") from error


class _Bounded(io.RawIOBase):
    """A stream that ends with BadFile once it has given more than any official file holds."""

    def __init__(self, stream: object) -> None:
        self._stream = cast("BinaryIO", stream)
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        data = self._stream.read(-1 if size is None else size)
        self._given += len(data)
        if self._given > UNPACKED_MAX:
            raise BadFile("The file unpacks to more than 8 GB; no official file does. It was not read.")
        return data


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        raise BadFile(f"The archive holds {len(members)} files; one is expected. Unpack it and load them one by one.")
    return members[0]
