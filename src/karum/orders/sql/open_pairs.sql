-- What orders left open between two currencies, book by book: taken in of the one, given of the other, less what was
-- given back and less what was converted at the bank since. Duty and tax that were handed on count as given back.
-- Without %(sold)s: of every pair.
WITH moved AS (
  SELECT o.seller_id, o.currency AS sold, o.settlement_currency AS bought,
    sum(s.sign * (m.goods_minor + m.shipping_minor - m.spread_minor + m.duty_borne_minor + m.tax_borne_minor)) AS taken,
    sum(s.sign * (m.payable_minor + m.fee_minor + m.borne_minor)) AS given
  FROM orders_moneystep AS m
  JOIN orders_order AS o ON o.seller_id = m.seller_id AND o.key = m.order_key
  CROSS JOIN LATERAL (SELECT CASE WHEN m.event IN ('return', 'return_rest') THEN -1 ELSE 1 END AS sign) AS s
  WHERE m.event IN ('release', 'release_part', 'forfeit', 'return', 'return_rest', 'regain')
    AND o.currency <> o.settlement_currency
    AND (%(sold)s::text IS NULL OR (o.currency = %(sold)s AND o.settlement_currency = %(bought)s))
  GROUP BY o.seller_id, o.currency, o.settlement_currency
), converted AS (
  SELECT seller_id, sold, bought, sum(sold_minor) AS gone, sum(cost_minor) AS cost
  FROM orders_conversion GROUP BY seller_id, sold, bought
)
SELECT moved.sold, moved.bought, moved.seller_id, (taken - coalesce(gone, 0))::bigint, (given - coalesce(cost, 0))::bigint
FROM moved LEFT JOIN converted USING (seller_id, sold, bought)
WHERE taken > coalesce(gone, 0) AND given >= coalesce(cost, 0)
ORDER BY moved.sold, moved.bought, moved.seller_id
