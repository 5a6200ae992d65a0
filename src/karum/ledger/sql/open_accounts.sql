INSERT INTO ledger_account
  (seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted)
SELECT seller_id, purpose, currency, 0, 0, 0, 0
FROM unnest(%(sellers)b::bigint[], %(purposes)b::text[], %(currencies)b::text[]) AS wanted(seller_id, purpose, currency)
ORDER BY seller_id, purpose, currency
ON CONFLICT DO NOTHING
