-- What stands in accounts, by when it came in: what left is taken from the oldest. For each seller's account and
-- transfer into it, the part that is still there.
WITH sides AS (
    SELECT seller_id, debit AS purpose, currency, amount_minor AS debit, 0 AS credit, at, id
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND debit = ANY(%(purposes)s) AND at < %(before)s
    UNION ALL
    SELECT seller_id, credit, currency, 0, amount_minor, at, id
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND credit = ANY(%(purposes)s) AND at < %(before)s
), flows AS (
    SELECT seller_id, purpose, currency, at, id,
           CASE WHEN purpose = ANY(%(debit_side)s) THEN debit ELSE credit END AS came,
           sum(CASE WHEN purpose = ANY(%(debit_side)s) THEN credit ELSE debit END) OVER account AS gone,
           sum(CASE WHEN purpose = ANY(%(debit_side)s) THEN debit ELSE credit END) OVER (
               PARTITION BY seller_id, purpose, currency ORDER BY at, id
               ROWS UNBOUNDED PRECEDING
           ) AS so_far
    FROM sides
    WINDOW account AS (PARTITION BY seller_id, purpose, currency)
)
SELECT seller_id, purpose, currency, at, least(came, so_far - gone)::bigint
FROM flows
WHERE came > 0 AND so_far > gone
ORDER BY at, seller_id, purpose, currency, id
