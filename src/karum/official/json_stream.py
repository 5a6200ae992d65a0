"""JSON of any size, read item by item."""

from collections.abc import Iterator
from typing import Any

import ijson

from karum.official.source import BadFile, Source

_MARK = b"\xef\xbb\xbf"


def items(source: Source, path: str) -> Iterator[Any]:
    """Each value at ``path`` ("item", "schemes.item"). Raises BadFile for JSON that ends too early or is none."""
    with source.open() as stream:
        if stream.peek(3).startswith(_MARK):
            stream.read(3)
        try:
            yield from ijson.items(stream, path)
        except ijson.JSONError as error:
            reason = " ".join(str(error).split())[:200]
            raise BadFile(f"{source.name} is not whole: {reason}. Fetch it again.") from error
        except RecursionError:
            raise BadFile(f"{source.name} is nested beyond all measure. It was not read.") from None
