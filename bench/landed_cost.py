"""How many prices at the door one core reckons in a second: pure Python, no database."""

import time
from datetime import UTC, datetime
from typing import Any

from bench.frame import Row
from karum.rules.queries import landed_cost
from karum.rules.quote_json import request_of
from tests.runtime.harness import Hub

SECONDS = 3.0
COFFEE: dict[str, Any] = {
    "seller_country": "RW",
    "destination": "DE",
    "channel": "parcel",
    "incoterm": "DAP",
    "currency": "EUR",
    "shipping": {"amount": "18.00", "currency": "EUR"},
    "items": [{"hs_code": "090121", "origin": "RW", "quantity": 2, "unit_price": "14.50", "weight_kg": "0.5"}],
}
CLOTH = {"hs_code": "630492", "origin": "VN", "quantity": 40, "unit_price": "9.80", "weight_kg": "0.4"}
CASES = {
    "one line, Rwanda to Germany": {},
    "ten lines, Vietnam to the United Kingdom": {
        "seller_country": "VN",
        "destination": "GB",
        "channel": "consignment",
        "currency": "GBP",
        "shipping": {"amount": "240.00", "currency": "GBP"},
        "fx": {"GBP/EUR": "1.1500"},
        "items": [CLOTH] * 10,
    },
}


def measure(hub: Hub) -> list[Row]:
    rows = []
    for name, case in CASES.items():
        request = request_of(COFFEE | {"date": datetime.now(UTC).date().isoformat()} | case)
        landed_cost(request)
        calls, begun = 0, time.process_time()
        while time.process_time() - begun < SECONDS:
            landed_cost(request)
            calls += 1
        rows.append(Row(f"landed_cost, {name}", calls / (time.process_time() - begun), "calls/s"))
    return rows
