"""Long books: filled by SQL, sealed, and checked by ``karum ledger verify`` as an operator would."""

import os
import re
import subprocess
import sys
import time

from bench.frame import Row, say

TRANSFERS = int(os.environ.get("BENCH_LEDGER", "10000000"))
SELLERS = 5_000
PART = 100_000  # orders


def measure(env: dict[str, str]) -> list[Row]:
    say(f"  verify of {TRANSFERS:,} transfers")
    subprocess.run([sys.executable, "-m", "bench.ledger_books", str(TRANSFERS)], env=env, check=True)
    sealed_s, _ = _karum(env, "seal")
    head_s, _ = _karum(env, "head")
    verified_s, said = _karum(env, "verify")
    found = re.search(r"([\d,]+) transfers, ([\d,]+) blocks", said)
    assert found is not None, said
    return [
        Row(f"seal of {found[1]} transfers at once", sealed_s, "s"),
        Row("head", head_s, "s"),
        Row(f"verify of {found[1]} transfers in {found[2]} blocks", verified_s, "s"),
    ]


def _karum(env: dict[str, str], word: str) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "karum", "ledger", word], env=env, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return time.perf_counter() - begun, done.stdout


def fill(transfers: int) -> None:
    """Write orders until there are ``transfers``: of each a hold, its post, the seller's part and the hub's fee."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_transfer")
        missing = (transfers - cursor.fetchone()[0]) // 4
        cursor.execute(_OPEN, [SELLERS])
    while missing > 0:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ORDERS, {"size": min(missing, PART), "sellers": SELLERS})
            cursor.execute(_TRANSFERS)
            cursor.execute(_BALANCES)
        missing -= PART
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_transfer")


_OPEN = """
INSERT INTO ledger_account SELECT n, purpose, 'EUR', 0, 0, 0, 0
FROM generate_series(1, %s) AS n, unnest(ARRAY['clearing', 'escrow', 'fee', 'payable']) AS purpose
ON CONFLICT DO NOTHING
"""
_ORDERS = """
CREATE TEMP TABLE orders ON COMMIT DROP AS
SELECT 1 + floor(random() * %(sellers)s)::int AS seller_id, gen_random_uuid() AS key, gen_random_uuid() AS hold,
  100 + n %% 9973 AS amount, (100 + n %% 9973) / 20 AS fee
FROM generate_series(1, %(size)s) AS n
"""
_TRANSFERS = """
INSERT INTO ledger_transfer
  (seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, order_key, reference, at)
SELECT seller_id, id, kind, debit, credit, 'EUR', minor, pending_id, key, reference, now()
FROM orders CROSS JOIN LATERAL (VALUES
  (hold, 'pending', 'clearing', 'escrow', amount, NULL, 'hold'),
  (gen_random_uuid(), 'post', 'clearing', 'escrow', amount, hold, 'paid'),
  (gen_random_uuid(), 'single', 'escrow', 'payable', amount - fee, NULL, 'release'),
  (gen_random_uuid(), 'single', 'escrow', 'fee', fee, NULL, 'release')
) AS parts(id, kind, debit, credit, minor, pending_id, reference)
"""
_BALANCES = """
UPDATE ledger_account AS a SET
  debits_posted = a.debits_posted + CASE WHEN a.purpose IN ('clearing', 'escrow') THEN moved.amount ELSE 0 END,
  credits_posted = a.credits_posted + CASE a.purpose
    WHEN 'escrow' THEN moved.amount WHEN 'payable' THEN moved.amount - fee WHEN 'fee' THEN fee ELSE 0 END
FROM (SELECT seller_id, sum(amount) AS amount, sum(fee) AS fee FROM orders GROUP BY seller_id) AS moved
WHERE a.seller_id = moved.seller_id AND a.currency = 'EUR'
"""


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
    import django

    django.setup()
    fill(int(sys.argv[1]))
