"""One official file: what it is called, its digest, and its bytes, unpacked on the way and never held whole.

Authorities wrap their files as they please: the UK's extracts are zips named ``.gzip``. What a file is, its first bytes
say, never its name.
"""

import gzip
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, BinaryIO, cast

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
        with self.path.open("rb") as file:
            packed = self._packed(file)
            if packed is None:
                file.seek(0)
                yield file
                return
            with packed:
                yield io.BufferedReader(_Unpacked(packed, self.name), BUFFER)

    def _packed(self, file: BinaryIO) -> IO[bytes] | None:
        """What is inside of ``file``; None when it is to be read as it is."""
        start = file.read(4)
        file.seek(0)
        try:
            if start[:2] == b"\x1f\x8b":
                return cast("IO[bytes]", gzip.open(file))
            if start[:2] == _OFFICE:
                archive = zipfile.ZipFile(file)
                if "[Content_Types].xml" not in archive.namelist():
                    return archive.open(_only_member(archive))
        except _DAMAGED as error:
            raise _damaged(self.name, error) from error
        return None


class _Unpacked(io.RawIOBase):
    """The bytes of a packed stream. Raises BadFile where it is damaged, and beyond what any official file holds."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name = stream, name
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._stream.read(len(view))
        except _DAMAGED as error:
            raise _damaged(self._name, error) from error
        self._given += len(data)
        if self._given > UNPACKED_MAX:
            raise BadFile(f"{self._name} unpacks to more than 8 GB; no official file does. It was not read.")
        view[: len(data)] = data
        return len(data)


# What the libraries raise for an archive that is damaged, encrypted or packed in a way that they do not know.
_DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError)


def _damaged(name: str, error: Exception) -> BadFile:
    return BadFile(f"{name} is damaged: it cannot be unpacked ({error}). Fetch it again.")


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        raise BadFile(f"The archive holds {len(members)} files; one is expected. Unpack it and load them one by one.")
    return members[0]
