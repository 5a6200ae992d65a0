"""The European Central Bank's daily file, from a little server that stands in for it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from karum.payments.models import EuroRate
from karum.payments.queries import fx
from karum.payments.services.daily_rates import BYTES_MAX, NoRates, load_daily

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.1999"/><Cube currency="JPY" rate="180.01"/></Cube></Cube>
</gesmes:Envelope>"""


class _Bank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        bodies = {"/daily": FILE, "/other": b"<html>busy</html>", "/much": b"x" * (BYTES_MAX + 1)}
        self.send_response(302 if self.path == "/elsewhere" else 200 if self.path in bodies else 503)
        if self.path == "/elsewhere":
            self.send_header("Location", "/daily")
        self.end_headers()
        self.wfile.write(bodies.get(self.path, b""))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def bank() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Bank)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_days_file_is_loaded_once_and_used(bank: str) -> None:
    assert load_daily(now=NOW, url=f"{bank}/daily").rows == 2
    assert load_daily(now=NOW, url=f"{bank}/daily").already
    assert EuroRate.objects.get(currency="JPY").rate == Decimal("180.01")
    found = fx("EUR", "USD", date(2026, 11, 21))
    assert found is not None
    assert (found.rate, found.date) == (Decimal("1.1999"), date(2026, 11, 20))


@pytest.mark.parametrize("path", ["/gone", "/other", "/much", "/elsewhere"])
def test_whatever_else_is_answered_leaves_the_rates_as_they_are(bank: str, path: str) -> None:
    with pytest.raises(NoRates):
        load_daily(now=NOW, url=bank + path)
    assert not EuroRate.objects.exists()


def test_a_bank_that_is_not_there_is_said() -> None:
    with pytest.raises(NoRates, match="did not answer"):
        load_daily(now=NOW, url="http://127.0.0.1:9/daily")
