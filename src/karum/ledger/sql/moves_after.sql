-- The accounts of some books as they stood at a moment: what they hold now, less what moved after it.
WITH later AS (
  SELECT t.seller_id, t.kind, t.debit, t.credit, t.currency, t.amount_minor, hold.amount_minor AS hold_minor
  FROM ledger_transfer AS t
  LEFT JOIN ledger_transfer AS hold
    ON t.pending_id IS NOT NULL AND hold.seller_id = t.seller_id AND hold.id = t.pending_id
  WHERE t.seller_id BETWEEN %(first_seller)s::bigint AND %(last_seller)s::bigint AND t.at > %(moment)s
), said AS (
  SELECT seller_id, debit, credit, currency,
    CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -hold_minor END AS pending,
    CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END AS posted
  FROM later
), moved AS (
  SELECT seller_id, purpose, currency, sum(debits_pending)::bigint AS debits_pending, sum(debits_posted)::bigint AS debits_posted,
    sum(credits_pending)::bigint AS credits_pending, sum(credits_posted)::bigint AS credits_posted
  FROM (
    SELECT seller_id, debit AS purpose, currency, pending AS debits_pending, posted AS debits_posted,
      0 AS credits_pending, 0 AS credits_posted FROM said
    UNION ALL
    SELECT seller_id, credit, currency, 0, 0, pending, posted FROM said
  ) AS sides
  GROUP BY seller_id, purpose, currency
)
SELECT a.seller_id, a.purpose, a.currency,
  a.debits_pending - coalesce(m.debits_pending, 0), a.debits_posted - coalesce(m.debits_posted, 0),
  a.credits_pending - coalesce(m.credits_pending, 0), a.credits_posted - coalesce(m.credits_posted, 0)
FROM ledger_account AS a LEFT JOIN moved AS m USING (seller_id, purpose, currency)
WHERE a.seller_id BETWEEN %(first_seller)s::bigint AND %(last_seller)s::bigint
ORDER BY a.seller_id, a.purpose, a.currency
