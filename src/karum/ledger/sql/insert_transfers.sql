-- A known id is left alone: its first writing stands.
INSERT INTO ledger_transfer
  (seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, order_key, reference, at)
SELECT *, %(at)s FROM unnest(
  %(sellers)b::bigint[], %(ids)b::uuid[], %(kinds)b::text[], %(debits)b::text[], %(credits)b::text[],
  %(currencies)b::text[], %(amounts)b::bigint[], %(pending_ids)b::uuid[], %(order_keys)b::uuid[], %(references)b::text[])
ON CONFLICT DO NOTHING
RETURNING seller_id, id
