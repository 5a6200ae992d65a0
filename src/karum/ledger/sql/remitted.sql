-- What was handed over of the duty or tax of each order.
SELECT seller_id, order_key, sum(amount_minor)::bigint
FROM ledger_transfer
WHERE kind IN ('single', 'post') AND debit = %(purpose)s AND credit = 'bank' AND order_key IS NOT NULL
GROUP BY seller_id, order_key
