-- What a step did with the money is written once.
CREATE TRIGGER money_step_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON orders_moneystep
  FOR EACH STATEMENT EXECUTE FUNCTION orders_append_only();

-- Orders of before: where their money stands follows from their state, what was released from the books.
UPDATE orders_order SET escrow = CASE
  WHEN state = 'placed' THEN 'authorised'
  WHEN state IN ('paid', 'accepted', 'shipped', 'delivered') THEN 'held'
  WHEN state = 'completed' THEN 'released'
  WHEN state IN ('cancelled', 'refused', 'refunded') AND goods_refunded_minor > 0 THEN 'refunded'
  ELSE 'voided' END
WHERE state <> 'placed';

INSERT INTO orders_moneystep (
  seller_id, order_key, step, event, at, reference, goods_minor, shipping_minor, duty_minor, tax_minor, fees_minor,
  spread_minor, payable_minor, fee_minor, reserve_minor, netting_minor, owed_minor)
SELECT o.seller_id, o.key, o.steps, 'release', o.changed_at, '',
  o.goods_minor - o.goods_refunded_minor, o.shipping_minor - o.shipping_refunded_minor,
  o.duty_minor - o.duty_refunded_minor, o.tax_minor - o.tax_refunded_minor, o.fees_minor - o.fees_refunded_minor,
  0, coalesce(moved.payable, 0), coalesce(moved.fee, 0), 0, 0, 0
FROM orders_order AS o
LEFT JOIN (
  SELECT seller_id, order_key, sum(amount_minor) FILTER (WHERE credit = 'payable') AS payable,
    sum(amount_minor) FILTER (WHERE credit = 'fee') AS fee
  FROM ledger_transfer WHERE reference = 'release' GROUP BY seller_id, order_key
) AS moved ON moved.seller_id = o.seller_id AND moved.order_key = o.key
WHERE o.state = 'completed';
