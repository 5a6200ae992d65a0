-- Orders whose first money came in during a time, and when: the moment at which a sale is taxed.
SELECT seller_id, order_key, min(at)
FROM ledger_transfer
WHERE debit = 'clearing' AND credit = 'escrow' AND kind IN ('single', 'post') AND order_key IS NOT NULL
  AND at < %(until)s
GROUP BY seller_id, order_key
HAVING min(at) >= %(since)s
ORDER BY min(at), seller_id, order_key
