-- The function is in post.sql.
SELECT ledger_post(
  %(account_sellers)s::bigint[], %(account_purposes)s::text[], %(account_currencies)s::text[],
  %(debits_pending)s::bigint[], %(debits_posted)s::bigint[], %(credits_pending)s::bigint[], %(credits_posted)s::bigint[],
  %(free)s::bigint[], %(owed)s::bigint[],
  %(sellers)s::bigint[], %(ids)s::uuid[], %(kinds)s::text[], %(debits)s::text[], %(credits)s::text[],
  %(currencies)s::text[], %(amounts)s::bigint[], %(pending_ids)s::uuid[], %(order_keys)s::uuid[], %(references)s::text[],
  %(expiries)s::timestamptz[], %(at)b::timestamptz, %(whole)s::boolean)
