-- What moved from where to where in one seller's books, all of it together.
SELECT debit, credit, currency, sum(amount_minor)::bigint
FROM ledger_transfer
WHERE kind IN ('single', 'post') AND seller_id = %(seller_id)s
GROUP BY debit, credit, currency
ORDER BY debit, credit, currency
