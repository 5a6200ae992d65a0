-- Balances recomputed from nothing but the transfers, wherever they differ from the kept ones.
WITH said AS (
  SELECT seller_id, debit, credit, currency,
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'pending'), 0) AS pending,
    coalesce(sum(amount_minor) FILTER (WHERE kind IN ('single', 'post')), 0) AS posted
  FROM ledger_transfer GROUP BY seller_id, debit, credit, currency
  UNION ALL
  SELECT r.seller_id, r.debit, r.credit, r.currency, -sum(hold.amount_minor), 0
  FROM ledger_transfer AS r JOIN ledger_transfer AS hold ON hold.seller_id = r.seller_id AND hold.id = r.pending_id
  WHERE r.pending_id IS NOT NULL GROUP BY r.seller_id, r.debit, r.credit, r.currency
), summed AS (
  SELECT seller_id, purpose, currency, sum(debits_pending) AS debits_pending, sum(debits_posted) AS debits_posted,
    sum(credits_pending) AS credits_pending, sum(credits_posted) AS credits_posted
  FROM (
    SELECT seller_id, debit AS purpose, currency, pending AS debits_pending, posted AS debits_posted,
      0 AS credits_pending, 0 AS credits_posted FROM said
    UNION ALL
    SELECT seller_id, credit, currency, 0, 0, pending, posted FROM said
  ) AS sides
  GROUP BY seller_id, purpose, currency
)
SELECT coalesce(a.seller_id, s.seller_id), coalesce(a.purpose, s.purpose), coalesce(a.currency, s.currency),
  coalesce(a.debits_pending, 0), coalesce(a.debits_posted, 0), coalesce(a.credits_pending, 0), coalesce(a.credits_posted, 0),
  coalesce(s.debits_pending, 0)::bigint, coalesce(s.debits_posted, 0)::bigint,
  coalesce(s.credits_pending, 0)::bigint, coalesce(s.credits_posted, 0)::bigint
FROM ledger_account AS a FULL JOIN summed AS s USING (seller_id, purpose, currency)
WHERE (coalesce(a.debits_pending, 0), coalesce(a.debits_posted, 0), coalesce(a.credits_pending, 0), coalesce(a.credits_posted, 0))
  <> (coalesce(s.debits_pending, 0), coalesce(s.debits_posted, 0), coalesce(s.credits_pending, 0), coalesce(s.credits_posted, 0))
ORDER BY 1, 2, 3
