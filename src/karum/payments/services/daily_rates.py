"""The day's reference rates, fetched from the European Central Bank. Off unless the hub asks for it."""

import tempfile
import urllib.error
import urllib.request
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import IO, Any

from karum.official import ecb_rates
from karum.official.loaded import Loaded
from karum.official.source import BadFile, Source
from karum.payments.services.reference import load

URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
BYTES_MAX = 1_000_000  # a day's file has two thousand
TIMEOUT_S = 20.0
_READER: Any = ecb_rates


class NoRates(RuntimeError):
    """The rates of the day could not be fetched or read; those of before stay."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """The one address that is known: nobody sends the hub elsewhere."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        raise NoRates(f"{req.full_url} sends elsewhere ({code})")


def load_daily(*, now: datetime, url: str = URL) -> Loaded:
    """Fetch the day's file and load it; the very same file is loaded once. Raises NoRates, and nothing is changed."""
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(url, timeout=TIMEOUT_S) as answer:
            body = answer.read(BYTES_MAX + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NoRates(f"{url} did not answer: {error}") from error
    if len(body) > BYTES_MAX:
        raise NoRates(f"{url} answered with more than {BYTES_MAX:,} bytes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"eurofxref-daily-{now:%Y-%m-%d}.xml"
        path.write_bytes(body)
        source = Source(path)
        try:
            if not ecb_rates.recognise(source):
                raise NoRates(f"{url} answered with something else than reference rates")
            return load(source, _READER, now=now, say=lambda _text: None)
        except BadFile as error:
            raise NoRates(str(error)) from error
