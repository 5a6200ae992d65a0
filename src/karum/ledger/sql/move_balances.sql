UPDATE ledger_account AS a SET
  debits_pending = a.debits_pending + moved.debits_pending,
  debits_posted = a.debits_posted + moved.debits_posted,
  credits_pending = a.credits_pending + moved.credits_pending,
  credits_posted = a.credits_posted + moved.credits_posted
FROM unnest(
  %(sellers)s::bigint[], %(purposes)s::text[], %(currencies)s::text[],
  %(debits_pending)s::bigint[], %(debits_posted)s::bigint[], %(credits_pending)s::bigint[], %(credits_posted)s::bigint[])
  AS moved(seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted)
WHERE a.seller_id = moved.seller_id AND a.purpose = moved.purpose AND a.currency = moved.currency
