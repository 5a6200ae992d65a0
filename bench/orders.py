"""place_orders beside pgbench's TPC-B on the same server, fsync on: orders/s and p99 of a batch.

Clients are processes of their own: ``python -m bench.orders BATCH SPREAD SECONDS`` with DATABASE_URL set is one.
"""

import json
import os
import subprocess
import sys
import time
from random import Random

from bench import start
from bench.frame import Row, say
from bench.tpcb import tpcb
from tests.runtime.harness import Hub

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
OFFERS = 10_000
PLENTY = 2_000_000_000


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    subprocess.run([sys.executable, "-m", "bench.orders", "shelf"], env=env, check=True)
    rows = []
    for batch, clients in ((1, 1), (1, 4), (500, 1), (500, 2)):
        for spread, where in ((1, "one hot offer"), (OFFERS, f"{OFFERS:,} offers")):
            name = f"place_orders, batches of {batch}, {clients} client{'s' * (clients > 1)}, {where}"
            say(f"  {name}")
            placed_per_s, p50_ms, p99_ms = _clients(env, clients, batch, spread)
            rows += [
                Row(name, placed_per_s, "orders/s"),
                Row(f"{name}: p50 of a batch", p50_ms, "ms"),
                Row(f"{name}: p99 of a batch", p99_ms, "ms"),
            ]
    return [*rows, *_pgbench(hub)]


def _clients(env: dict[str, str], clients: int, batch: int, spread: int) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "bench.orders", str(batch), str(spread), str(SECONDS)]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
    results = [json.loads(client.communicate()[0]) for client in running]
    times = sorted(each for result in results for each in result["times_s"])
    rate = sum(result["placed"] / result["took_s"] for result in results)
    return rate, times[len(times) // 2] * 1000, times[min(len(times) - 1, len(times) * 99 // 100)] * 1000


def _pgbench(hub: Hub) -> list[Row]:
    with tpcb(hub) as rate:
        return [
            Row(f"pgbench TPC-B, {clients} client{'s' * (clients > 1)}", rate(clients, SECONDS), "transactions/s")
            for clients in (1, 4)
        ]


def client(batch: int, spread: int, seconds: float) -> None:
    """Place batches for ``seconds`` and print what happened as JSON."""
    from datetime import UTC, datetime
    from uuid import UUID, uuid4

    from karum.catalogue.models import Offer
    from karum.orders.domain.amounts import Charge, Settlement
    from karum.orders.domain.placing import OrderRequest, Placed, RequestLine
    from karum.orders.services import place_orders

    shelf = list(Offer.objects.filter(sku__startswith="bench-").order_by("id")[:spread])
    facts = frozen_facts()
    random = Random(os.getpid())

    def request() -> OrderRequest:
        offer = random.choice(shelf)
        line = RequestLine(offer.id, 1, offer.price_minor, "A thing", offer.sku, "610910", "VN", 200)
        charge = Charge("EUR", offer.price_minor, 300, 20, 80, 0)
        return OrderRequest(
            key=UUID(int=random.getrandbits(128), version=4),
            group_key=uuid4(),
            seller_id=offer.seller_id,
            buyer_id=None,
            email="buyer@example.org",
            destination="KE",
            language="en",
            lines=(line,),
            charge=charge,
            settlement=Settlement("EUR", offer.price_minor, 300, offer.price_minor // 20),
            facts=facts,
            total_seen=charge.total,
        )

    def place() -> tuple[int, float]:
        requests = [request() for _ in range(batch)]
        now = datetime.now(UTC)
        begun = time.perf_counter()
        answers = place_orders(requests, now=now)
        return sum(isinstance(answer, Placed) for answer in answers), time.perf_counter() - begun

    for _ in range(10):
        place()
    times_s, placed, begun = [], 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        count, took_s = place()
        placed += count
        times_s.append(took_s)
    # Requests are made between the batches by the same process; that is not the hub's work and not counted.
    print(json.dumps({"placed": placed, "took_s": sum(times_s), "times_s": times_s}))


def frozen_facts() -> str:
    """What a real order freezes, receipt and all: about 4 KB of JSON."""
    from datetime import date

    from karum.money import Money
    from karum.rules import Item, QuoteRequest, landed_cost

    item = Item("610910", "VN", 1, Money(1_500, "EUR"), 200)
    asked = QuoteRequest("VN", "DE", date(2026, 11, 21), "parcel", "DAP", "EUR", (item,), Money(300, "EUR"))
    address = {"country": "DE", "name": "A. Buyer", "street": "Long Road 12", "city": "Berlin", "postal_code": "10115"}
    known = {"handling_days": 2, "latest": "2026-12-20", "ship_to": address}
    return json.dumps(known | {"landed": landed_cost(asked).to_json()})


def stock_shelf() -> None:
    """Put ``OFFERS`` offers of 500 sellers on the shelf, with stock that does not run out."""
    from karum.catalogue.models import Category, Offer, Product, ProductText, Variant

    shelf, _ = Category.objects.get_or_create(slug="bench")
    product, made = Product.objects.get_or_create(
        slug="bench-thing", category=shelf, language="en", hs_code="610910", origin="VN", created_by=1
    )
    if not made:
        return
    ProductText.objects.create(product=product, language="en", title="A thing")
    variants = Variant.objects.bulk_create(
        Variant(product=product, position=number, weight_g=200) for number in range(OFFERS)
    )
    Offer.objects.bulk_create(
        Offer(
            seller_id=1 + number % 500,
            variant=variant,
            sku=f"bench-{number}",
            currency="EUR",
            price_minor=500 + number % 900,
            available=PLENTY,
        )
        for number, variant in enumerate(variants)
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
    import django

    django.setup()
    if sys.argv[1] == "shelf":
        stock_shelf()
    else:
        client(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
