SELECT seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted
FROM ledger_account
WHERE %(seller_id)s::bigint IS NULL OR seller_id = %(seller_id)s::bigint
ORDER BY seller_id, purpose, currency
