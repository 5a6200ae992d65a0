-- What was paid for a group of orders and not given back, against what the ledger took in for them; and the refunds
-- that payments count against the refunds that were promised (those of money beyond what was asked for are left out).
-- The balance of a deposit and the cash at the door are payments of their own, and count for the checkout of their order.
-- What a chargeback took was never asked of the provider: the payment does not count it, so it is added here.
WITH paid AS (
  SELECT coalesce(o.group_key, p.group_key) AS group_key, max(p.changed_at) AS changed_at,
    sum(CASE WHEN p.state = ANY(%(paid)s) THEN p.amount_minor - p.refunded_minor ELSE 0 END) AS minor,
    sum(p.refunded_minor) AS counted, coalesce(sum(promised.minor), 0) AS promised
  FROM payments_payment AS p
  LEFT JOIN (SELECT payment_id, sum(amount_minor) AS minor FROM payments_refund WHERE NOT extra GROUP BY payment_id) AS promised
    ON promised.payment_id = p.id
  LEFT JOIN orders_instalment AS i ON i.group_key = p.group_key
  LEFT JOIN orders_order AS o ON o.seller_id = i.seller_id AND o.key = i.order_key
  GROUP BY coalesce(o.group_key, p.group_key)
), booked AS (
  SELECT o.group_key, max(o.changed_at) AS changed_at, coalesce(sum(
    CASE WHEN 'bank' IN (t.debit, t.credit) OR 'charges' IN (t.debit, t.credit) THEN 0
         WHEN t.debit = 'clearing' THEN t.amount_minor WHEN t.credit = 'clearing' THEN -t.amount_minor ELSE 0 END
  ), 0) AS minor
  FROM orders_order AS o
  LEFT JOIN ledger_transfer AS t ON t.seller_id = o.seller_id AND t.order_key = o.key AND t.kind IN ('single', 'post')
  GROUP BY o.group_key
), taken_back AS (
  SELECT o.group_key, sum(CASE e.action WHEN 'regain' THEN -e.amount_minor ELSE e.amount_minor END) AS minor
  FROM orders_orderevent AS e JOIN orders_order AS o ON o.seller_id = e.seller_id AND o.key = e.order_key
  WHERE e.role = 'provider' AND e.amount_minor IS NOT NULL GROUP BY o.group_key
)
SELECT group_key, coalesce(paid.minor, 0), coalesce(booked.minor, 0) + coalesce(taken_back.minor, 0), coalesce(counted, 0), coalesce(promised, 0)
FROM paid FULL JOIN booked USING (group_key) LEFT JOIN taken_back USING (group_key)
WHERE (coalesce(paid.minor, 0) <> coalesce(booked.minor, 0) + coalesce(taken_back.minor, 0) OR counted <> promised)
  AND greatest(paid.changed_at, booked.changed_at) BETWEEN %(since)s AND %(before)s
ORDER BY group_key
