-- What an order says against what the ledger moved for it: taken from the buyer and not given back, and in escrow.
-- Money between clearing and the hub's bank is the provider's settlement, and no order's.
WITH moved AS (
  SELECT seller_id, order_key AS key, currency,
    sum(CASE WHEN 'bank' IN (debit, credit) OR 'charges' IN (debit, credit) THEN 0
             WHEN debit = 'clearing' THEN amount_minor WHEN credit = 'clearing' THEN -amount_minor ELSE 0 END) AS taken,
    sum(CASE 'escrow' WHEN credit THEN amount_minor WHEN debit THEN -amount_minor ELSE 0 END) AS held
  FROM ledger_transfer
  WHERE order_key IS NOT NULL AND kind IN ('single', 'post') GROUP BY seller_id, order_key, currency
), opened AS (
  SELECT seller_id, order_key AS key, sum(
    CASE WHEN event IN ('release', 'release_part', 'forfeit', 'regain') THEN 1 WHEN event IN ('return', 'return_rest') THEN -1
         ELSE 0 END * (goods_minor + shipping_minor + duty_minor + tax_minor + fees_minor)) AS minor
  FROM orders_moneystep GROUP BY seller_id, order_key
), said AS (
  SELECT seller_id, key, currency, state, escrow IN ('authorised', 'voided') AS unpaid,
    goods_minor + shipping_minor + duty_minor + tax_minor + fees_minor - goods_refunded_minor - shipping_refunded_minor
    - duty_refunded_minor - tax_refunded_minor - fees_refunded_minor - unpaid_minor AS left_minor
  FROM orders_order WHERE changed_at >= %(since)s
), compared AS (
  SELECT seller_id, key, state, coalesce(taken, 0) AS taken, coalesce(held, 0) AS held,
    CASE WHEN unpaid THEN 0 ELSE left_minor END AS owed,
    CASE WHEN unpaid THEN 0 ELSE left_minor - coalesce(opened.minor, 0) END AS waiting
  FROM said LEFT JOIN moved USING (seller_id, key, currency) LEFT JOIN opened USING (seller_id, key)
)
SELECT seller_id, key, state, owed, taken, waiting, held FROM compared
WHERE (owed, waiting) <> (taken, held) OR (waiting <> 0 AND NOT state = ANY(%(waiting)s)) ORDER BY seller_id, key
