SELECT o.key, o.digest
FROM orders_order AS o
JOIN unnest(%(sellers)b::bigint[], %(keys)b::uuid[]) AS wanted(seller_id, key) USING (seller_id, key)
