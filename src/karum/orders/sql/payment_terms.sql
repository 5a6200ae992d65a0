-- What these sellers let their buyers do instead of paying all at once.
SELECT seller_id, deposit_bp, deposit_from_minor, currency, balance_days, cash
  FROM orders_sellerpaymentterms
 WHERE seller_id = ANY(%(sellers)s)
