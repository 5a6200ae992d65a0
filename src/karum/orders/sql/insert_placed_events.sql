INSERT INTO orders_orderevent (
  seller_id, order_key, step, at, action, source, target, role, person_id, note, amount_minor)
SELECT seller_id, order_key, 1, %(now)s, 'place', '', 'placed', 'buyer', person_id, '', amount
FROM unnest(%(sellers)b::bigint[], %(keys)b::uuid[], %(buyers)b::bigint[], %(totals)b::bigint[])
  AS t(seller_id, order_key, person_id, amount)
