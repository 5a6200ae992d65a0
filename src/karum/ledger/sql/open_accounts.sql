INSERT INTO ledger_account
  (seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted)
SELECT seller_id, purpose, currency, 0, 0, 0, 0
FROM unnest(%(sellers)s::bigint[], %(purposes)s::text[], %(currencies)s::text[]) AS wanted(seller_id, purpose, currency)
ORDER BY seller_id, purpose, currency
ON CONFLICT DO NOTHING
