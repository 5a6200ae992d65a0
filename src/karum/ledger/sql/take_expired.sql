-- Holds whose time has come leave the list of work; two sweepers take different ones.
WITH due AS (
  DELETE FROM ledger_expiry AS e USING (
    SELECT seller_id, hold_id FROM ledger_expiry WHERE expires_at <= %(now)s
    ORDER BY expires_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS first
  WHERE e.seller_id = first.seller_id AND e.hold_id = first.hold_id
  RETURNING e.seller_id, e.hold_id
)
SELECT t.seller_id, t.id, t.debit, t.credit, t.currency, t.amount_minor, t.order_key
FROM due JOIN ledger_transfer AS t ON t.seller_id = due.seller_id AND t.id = due.hold_id
