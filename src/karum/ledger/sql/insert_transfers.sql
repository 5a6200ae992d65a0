-- A known id is left alone: its first writing stands.
INSERT INTO ledger_transfer
  (seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, order_key, reference, at)
SELECT *, %(at)s FROM unnest(
  %(sellers)s::bigint[], %(ids)s::uuid[], %(kinds)s::text[], %(debits)s::text[], %(credits)s::text[],
  %(currencies)s::text[], %(amounts)s::bigint[], %(pending_ids)s::uuid[], %(order_keys)s::uuid[], %(references)s::text[])
ON CONFLICT DO NOTHING
RETURNING seller_id, id
