-- Lock the accounts of a batch in one order, so that two batches can never deadlock.
SELECT a.seller_id, a.purpose, a.currency, a.debits_pending, a.debits_posted, a.credits_pending, a.credits_posted
FROM ledger_account AS a
JOIN unnest(%(sellers)s::bigint[], %(purposes)s::text[], %(currencies)s::text[]) AS wanted(seller_id, purpose, currency)
  USING (seller_id, purpose, currency)
ORDER BY a.seller_id, a.purpose, a.currency
FOR NO KEY UPDATE OF a
