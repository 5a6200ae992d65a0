INSERT INTO orders_orderline (
  seller_id, order_key, position, offer_id, quantity, unit_minor, title, sku, hs_code, origin, weight_g)
SELECT * FROM unnest(
  %(sellers)s::bigint[], %(keys)s::uuid[], %(positions)s::smallint[], %(offers)s::bigint[], %(quantities)s::integer[],
  %(units)s::bigint[], %(titles)s::text[], %(skus)s::text[], %(hs_codes)s::text[], %(origins)s::text[],
  %(weights)s::integer[])
