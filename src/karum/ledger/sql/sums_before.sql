-- Posted debits and credits of each account before a moment; of one seller's books, or of everybody's.
SELECT seller_id, purpose, currency, sum(debit)::bigint, sum(credit)::bigint
FROM (
    SELECT seller_id, debit AS purpose, currency, amount_minor AS debit, 0 AS credit
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND at < %(before)s
      AND (%(seller_id)s::bigint IS NULL OR seller_id = %(seller_id)s::bigint)
    UNION ALL
    SELECT seller_id, credit, currency, 0, amount_minor
    FROM ledger_transfer
    WHERE kind IN ('single', 'post') AND at < %(before)s
      AND (%(seller_id)s::bigint IS NULL OR seller_id = %(seller_id)s::bigint)
) AS sides
GROUP BY seller_id, purpose, currency
ORDER BY seller_id, purpose, currency
