-- What already stands under the ids, or resolves the holds, of a batch.
SELECT t.seller_id, t.id, t.kind, t.debit, t.credit, t.currency, t.amount_minor, t.pending_id
FROM ledger_transfer AS t
JOIN unnest(%(sellers)b::bigint[], %(ids)b::uuid[]) AS wanted(seller_id, id) USING (seller_id, id)
