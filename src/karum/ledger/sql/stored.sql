-- What stands under the ids and holds of a batch, and which of them were resolved.
SELECT t.seller_id, t.id, t.kind, t.debit, t.credit, t.currency, t.amount_minor, t.pending_id, t.expires_at,
  t.kind = 'pending' AND EXISTS (
    SELECT FROM ledger_transfer AS r WHERE r.seller_id = t.seller_id AND r.pending_id = t.id) AS resolved
FROM ledger_transfer AS t
JOIN unnest(%(sellers)s::bigint[], %(ids)s::uuid[]) AS wanted(seller_id, id) USING (seller_id, id)
