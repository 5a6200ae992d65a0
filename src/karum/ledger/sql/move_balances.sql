UPDATE ledger_account AS a SET
  debits_pending = a.debits_pending + moved.debits_pending,
  debits_posted = a.debits_posted + moved.debits_posted,
  credits_pending = a.credits_pending + moved.credits_pending,
  credits_posted = a.credits_posted + moved.credits_posted
FROM unnest(
  %(sellers)b::bigint[], %(purposes)b::text[], %(currencies)b::text[],
  %(debits_pending)b::bigint[], %(debits_posted)b::bigint[], %(credits_pending)b::bigint[], %(credits_posted)b::bigint[])
  AS moved(seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted)
WHERE a.seller_id = moved.seller_id AND a.purpose = moved.purpose AND a.currency = moved.currency
