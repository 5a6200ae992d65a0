"""Single quotes: in one process, with the memory that all rules take, and by POST /api/v1/quote over HTTP."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import product
from typing import Any

from bench import start
from bench.ask import ask
from bench.frame import Row, say
from karum.rules.queries import landed_cost, markets
from karum.rules.quote_json import request_of
from tests.runtime.harness import Hub

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
PACES = (50, 100, 150)  # quotes in a second
ROUNDS = 20
# (HS code, origin, price in euro, pieces, kg): coffee, T-shirts, mugs, shea butter, a scarf, honey
GOODS = (
    ("090121", "RW", "14.50", 2, "0.285"),
    ("610910", "VN", "6.00", 40, "0.2"),
    ("691200", "GB", "21.00", 6, "0.45"),
    ("330499", "GH", "12.00", 3, "0.25"),
    ("621420", "NP", "190.00", 1, "0.15"),
    ("040900", "NZ", "16.00", 4, "0.5"),
)
RATES = {"EUR/USD": "1.16", "EUR/GBP": "0.87", "EUR/CAD": "1.62", "EUR/KRW": "1690", "EUR/JPY": "179"}
MEMORY = """
import psutil
from karum.rules.queries import market, markets
before = psutil.Process().memory_info().rss
kept = [market(code) for code in markets()]
print((psutil.Process().memory_info().rss - before) / 1e6)
"""


def measure(hub: Hub) -> list[Row]:
    bodies = [_body(goods, destination) for goods, destination in product(GOODS, markets())]
    return [*_in_process(bodies), *_over_http(hub, bodies)]


def _body(goods: tuple[str, str, str, int, str], destination: str) -> dict[str, Any]:
    code, origin, price, quantity, weight = goods
    return {
        "seller_country": origin,
        "destination": destination,
        "date": datetime.now(UTC).date().isoformat(),
        "channel": "parcel",
        "incoterm": "DAP",
        "currency": "EUR",
        "items": [
            {"hs_code": code, "origin": origin, "quantity": quantity, "unit_price": price, "weight_kg": weight},
        ],
        "shipping": {"amount": "18.00", "currency": "EUR"},
    }


def _in_process(bodies: list[dict[str, Any]]) -> list[Row]:
    requests = [request_of(body | {"fx": RATES}) for body in bodies]
    for request in requests:
        landed_cost(request)
    times_s: list[float] = []
    begun = time.process_time()
    for _ in range(ROUNDS):
        for request in requests:
            asked = time.thread_time()
            landed_cost(request)
            times_s.append(time.thread_time() - asked)
    took_s = time.process_time() - begun
    times_s.sort()
    count = len(times_s)
    memory = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout
    return [
        Row("single quote in process, all markets, CPU: p50", times_s[count // 2] * 1000, "ms"),
        Row("single quote in process, all markets, CPU: p99", times_s[count * 99 // 100] * 1000, "ms"),
        Row("quotes on one core, all markets", count / took_s, "quotes/s"),
        Row("memory that the rules of all markets take", float(memory), "MB"),
    ]


def _over_http(hub: Hub, bodies: list[dict[str, Any]]) -> list[Row]:
    start.ensure(hub)
    lines = [json.dumps(body) for body in bodies]
    ask("127.0.0.1", hub.port, "/api/v1/quote", lines, per_s=50, seconds=len(lines) / 50)  # every rule is read once
    rows = []
    for pace in PACES:
        say(f"  quotes over HTTP, {pace} a second")
        found = ask("127.0.0.1", hub.port, "/api/v1/quote", lines, per_s=pace, seconds=SECONDS)
        assert not found.failures, f"{found.failures} quotes were not answered"
        name = f"quote over HTTP at {pace}/s, open loop"
        rows += [Row(f"{name}: p50", found.p50_ms, "ms"), Row(f"{name}: p99", found.p99_ms, "ms")]
    return rows
