-- Books in which debits and credits differ, by currency.
SELECT seller_id, currency, sum(debits_posted - credits_posted)::bigint, sum(debits_pending - credits_pending)::bigint
FROM ledger_account GROUP BY seller_id, currency
HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)
ORDER BY seller_id, currency
