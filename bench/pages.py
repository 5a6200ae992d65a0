"""Home, product page and search over HTTP against the real hub at 100,000 offers, beside bare servers.

One visitor shows how long a page takes; eight visitors without a pause show how many pages the hub gives. "made" is a
page made for each visitor; "kept" is what browsers get (karum.shop.kept): 500 products asked for as on a day of sale,
the first twice as often as the second and three times as often as the third (Zipf), in the steady state of the shelves.
"""

import os
import subprocess
import sys
import time
from itertools import accumulate
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
BROWSER = "Sec-Fetch-Site: none\r\nUser-Agent: Mozilla/5.0"
ASKED = 50_000
"""Requests for kept products, in the order in which they are asked for, again and again."""
STEADY_S = 12.0
"""After so long each kept page has been made anew once (PAGES_KEPT_S)."""
BARE = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"200")]})
        await send({"type": "http.response.body", "body": b"x" * 200})
"""

BARE_DJANGO = """
from types import ModuleType
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(ROOT_URLCONF="bare", SECRET_KEY="bench", ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
import sys
bare = ModuleType("bare")
bare.urlpatterns = [path("", lambda request: HttpResponse(b"x" * 200))]
sys.modules["bare"] = bare
from django.core.wsgi import get_wsgi_application
from karum.runtime.web.threads import Threads
app = Threads(get_wsgi_application(), threads=4, waiting_max=64, body_bytes_max=1_000_000,
              refusal=lambda scope, status: ([], b""), observe=lambda *told: None)
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
    weights = list(accumulate(1 / place for place in range(1, len(products) + 1)))
    demand = Random(1).choices(products, cum_weights=weights, k=ASKED)
    searches = [f"/search?q={words.replace(' ', '+')}" for words in WORDS]
    for name, paths, header in (
        ("product page, made", products, ""),
        ("product page with the price at the door, made", products, TO_KENYA),
        ("product page with the price at the door, kept", demand, f"{TO_KENYA}\r\n{BROWSER}"),
        ("home with prices at the door, made", ["/"], TO_KENYA),
        ("home with prices at the door, kept", ["/"], f"{TO_KENYA}\r\n{BROWSER}"),
        ("search", searches, ""),
        ("search with prices at the door", searches, TO_KENYA),
    ):
        warm_s = STEADY_S if paths is demand else 1.5
        load("127.0.0.1", hub.port, paths, connections=2, seconds=warm_s, header=header)
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
    """What the server gives here with nothing behind it, and with Django and a view that does nothing."""
    return [
        Row("bare ASGI application, 200 bytes", _rate("async", BARE), "requests/s"),
        Row("bare Django view, 200 bytes, one process", _rate("Django", BARE_DJANGO), "requests/s"),
    ]


def _rate(what: str, app: str) -> float:
    port = free_port()
    program = (
        f"{app}\nimport uvicorn\n"
        f"uvicorn.run(app, port={port}, loop='uvloop', http='httptools', access_log=False, log_level='critical')"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as server:
        try:
            wait_until(lambda: _answers(port), f"the bare server ({what})")
            return load("127.0.0.1", port, ["/"], connections=16, seconds=min(SECONDS, 4)).requests_per_s
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    try:
        return load("127.0.0.1", port, ["/"], connections=1, seconds=0.05).requests > 0
    except subprocess.CalledProcessError:
        return False
