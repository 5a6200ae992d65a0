-- What stands in some accounts for each order: credits less debits, where that is not zero.
SELECT seller_id, order_key, purpose, currency, sum(amount)::bigint, min(at)
FROM (
    SELECT seller_id, order_key, debit AS purpose, currency, -amount_minor AS amount, at
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND debit = ANY(%(purposes)s)
      AND (%(seller_id)s::bigint IS NULL OR seller_id = %(seller_id)s::bigint)
    UNION ALL
    SELECT seller_id, order_key, credit, currency, amount_minor, at
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND credit = ANY(%(purposes)s)
      AND (%(seller_id)s::bigint IS NULL OR seller_id = %(seller_id)s::bigint)
) AS sides
GROUP BY seller_id, order_key, purpose, currency
HAVING sum(amount) <> 0
ORDER BY min(at), seller_id, order_key
