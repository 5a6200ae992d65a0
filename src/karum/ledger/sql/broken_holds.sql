-- Posts and voids without their hold, or saying otherwise than it.
SELECT r.seller_id, r.id, hold.id IS NULL
FROM ledger_transfer AS r
LEFT JOIN ledger_transfer AS hold ON hold.seller_id = r.seller_id AND hold.id = r.pending_id AND hold.kind = 'pending'
WHERE r.pending_id IS NOT NULL AND (
  hold.id IS NULL OR (hold.debit, hold.credit, hold.currency) <> (r.debit, r.credit, r.currency)
  OR hold.amount_minor < r.amount_minor)
ORDER BY r.seller_id, r.seq LIMIT 20
