-- Balances recomputed from nothing but the transfers, wherever they differ from the kept ones.
WITH said AS (
  SELECT t.seller_id, t.kind, t.debit, t.credit, t.currency, t.amount_minor, hold.amount_minor AS hold_minor
  FROM ledger_transfer AS t
  LEFT JOIN ledger_transfer AS hold ON hold.seller_id = t.seller_id AND hold.id = t.pending_id
), moves AS (
  SELECT seller_id, debit AS purpose, currency,
    CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -hold_minor END AS debits_pending,
    CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END AS debits_posted,
    0 AS credits_pending, 0 AS credits_posted
  FROM said
  UNION ALL
  SELECT seller_id, credit, currency, 0, 0,
    CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -hold_minor END,
    CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END
  FROM said
), summed AS (
  SELECT seller_id, purpose, currency, sum(debits_pending) AS debits_pending, sum(debits_posted) AS debits_posted,
    sum(credits_pending) AS credits_pending, sum(credits_posted) AS credits_posted
  FROM moves GROUP BY seller_id, purpose, currency
)
SELECT coalesce(a.seller_id, s.seller_id), coalesce(a.purpose, s.purpose), coalesce(a.currency, s.currency)
FROM ledger_account AS a FULL JOIN summed AS s USING (seller_id, purpose, currency)
WHERE (coalesce(a.debits_pending, 0), coalesce(a.debits_posted, 0), coalesce(a.credits_pending, 0), coalesce(a.credits_posted, 0))
  <> (coalesce(s.debits_pending, 0), coalesce(s.debits_posted, 0), coalesce(s.credits_pending, 0), coalesce(s.credits_posted, 0))
ORDER BY 1, 2, 3
