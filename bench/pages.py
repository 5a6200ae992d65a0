"""Product page and search over HTTP against the real hub at 100,000 offers, beside a bare ASGI application.

One visitor shows how long a page takes; eight visitors without a pause show how many pages the hub gives.
"""

import os
import subprocess
import sys
import time
from random import Random

import psycopg

from bench import start
from bench.frame import Row, say
from bench.load import load
from tests.runtime.harness import Hub, free_port, wait_until

OFFERS = int(os.environ.get("BENCH_OFFERS", "100000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
WORDS = (
    "coffee", "mug", "scarf", "basket", "honey", "wool", "cotton bag", "tea", "bowl", "olive wood", "sunday scarf",
    "small-batch coffee", "blanket", "soap", "cofee", "mountain honey", "oil", "plate", "card", "table runner",
)  # fmt: skip
TO_KENYA = "Cookie: locale=KE.en.KES"
BARE = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"200")]})
        await send({"type": "http.response.body", "body": b"x" * 200})
"""


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    say(f"  filling the catalogue with {OFFERS:,} offers")
    begun = time.perf_counter()
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'karum.site.settings'\n"
        "import django; django.setup()\n"
        f"from karum.seeds.bulk import fill; fill({OFFERS}, say=lambda text: None)"
    )
    subprocess.run([sys.executable, "-c", program], env=env, check=True)
    rows = [Row(f"filling the catalogue with {OFFERS:,} offers", time.perf_counter() - begun, "s")]
    with psycopg.connect(hub.database_url) as connection:
        found = connection.execute("SELECT slug FROM catalogue_product WHERE slug LIKE 'bulk-%' ORDER BY id").fetchall()
    products = [f"/p/{slug}" for (slug,) in Random(1).sample(found, 500)]
    searches = [f"/search?q={words.replace(' ', '+')}" for words in WORDS]
    for name, paths, header in (
        ("product page", products, ""),
        ("product page with the price at the door", products, TO_KENYA),
        ("search", searches, ""),
    ):
        load("127.0.0.1", hub.port, paths, connections=2, seconds=1.5, header=header)
        rows += _load(name, hub.port, paths, header)
    return rows + _bare()


def _load(name: str, port: int, paths: list[str], header: str = "") -> list[Row]:
    say(f"  {name}")
    alone = load("127.0.0.1", port, paths, connections=1, seconds=SECONDS, header=header)
    many = load("127.0.0.1", port, paths, connections=8, seconds=SECONDS, header=header)
    assert alone.failures == many.failures == 0, f"{name}: {alone.failures + many.failures} answers were not 200"
    return [
        Row(f"{name}, one visitor: p50", alone.p50_ms, "ms"),
        Row(f"{name}, one visitor: p99", alone.p99_ms, "ms"),
        Row(f"{name}, 8 visitors", many.requests_per_s, "requests/s"),
        Row(f"{name}, 8 visitors: p99", many.p99_ms, "ms"),
    ]


def _bare() -> list[Row]:
    """What uvicorn gives here without anything behind it: one worker, 200 bytes."""
    port = free_port()
    program = (
        f"{BARE}\nimport uvicorn\n"
        f"uvicorn.run(app, port={port}, loop='uvloop', http='httptools', access_log=False, log_level='critical')"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as server:
        try:
            wait_until(lambda: _answers(port), "the bare server")
            bare = load("127.0.0.1", port, ["/"], connections=16, seconds=min(SECONDS, 4))
        finally:
            server.terminate()
    return [Row("bare ASGI application, 200 bytes", bare.requests_per_s, "requests/s")]


def _answers(port: int) -> bool:
    try:
        return load("127.0.0.1", port, ["/"], connections=1, seconds=0.05).requests > 0
    except subprocess.CalledProcessError:
        return False
