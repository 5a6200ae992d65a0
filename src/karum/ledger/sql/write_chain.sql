-- One chain in one statement: lock its accounts in order, write, move. Nothing is written unless all accounts are there,
-- and the table's own checks refuse what breaks a limit; then the caller takes the long way and learns why.
WITH locked AS MATERIALIZED (
  SELECT a.seller_id FROM ledger_account AS a
  JOIN unnest(%(account_sellers)b::bigint[], %(account_purposes)b::text[], %(account_currencies)b::text[])
    AS wanted(seller_id, purpose, currency) USING (seller_id, purpose, currency)
  ORDER BY a.seller_id, a.purpose, a.currency
  FOR NO KEY UPDATE OF a
), written AS (
  INSERT INTO ledger_transfer
    (seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, order_key, reference, expires_at, at)
  SELECT *, %(at)b::timestamptz FROM unnest(
    %(sellers)b::bigint[], %(ids)b::uuid[], %(kinds)b::text[], %(debits)b::text[], %(credits)b::text[],
    %(currencies)b::text[], %(amounts)b::bigint[], %(pending_ids)b::uuid[], %(order_keys)b::uuid[],
    %(references)b::text[], %(expiries)b::timestamptz[])
  WHERE (SELECT count(*) FROM locked) = cardinality(%(account_sellers)b::bigint[])
  ON CONFLICT DO NOTHING
  RETURNING 1
), moved AS (
  UPDATE ledger_account AS a SET
    debits_pending = a.debits_pending + delta.debits_pending,
    debits_posted = a.debits_posted + delta.debits_posted,
    credits_pending = a.credits_pending + delta.credits_pending,
    credits_posted = a.credits_posted + delta.credits_posted
  FROM unnest(
    %(account_sellers)b::bigint[], %(account_purposes)b::text[], %(account_currencies)b::text[],
    %(debits_pending)b::bigint[], %(debits_posted)b::bigint[], %(credits_pending)b::bigint[], %(credits_posted)b::bigint[])
    AS delta(seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted)
  WHERE a.seller_id = delta.seller_id AND a.purpose = delta.purpose AND a.currency = delta.currency
    AND (SELECT count(*) FROM locked) = cardinality(%(account_sellers)b::bigint[])
)
SELECT count(*) FROM written
