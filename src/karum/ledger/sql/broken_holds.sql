-- Posts and voids without their hold, or saying otherwise than it. All are found before some are shown: for the first
-- few alone PostgreSQL would look up one hold after another.
WITH broken AS MATERIALIZED (
  SELECT r.seller_id, r.id, r.seq, hold.id IS NULL AS gone
  FROM ledger_transfer AS r
  LEFT JOIN ledger_transfer AS hold ON hold.seller_id = r.seller_id AND hold.id = r.pending_id AND hold.kind = 'pending'
  WHERE r.pending_id IS NOT NULL AND (
    hold.id IS NULL OR (hold.debit, hold.credit, hold.currency) <> (r.debit, r.credit, r.currency)
    OR hold.amount_minor < r.amount_minor)
)
SELECT seller_id, id, gone FROM broken ORDER BY seller_id, seq LIMIT 20
