INSERT INTO orders_orderline (
  seller_id, order_key, position, offer_id, quantity, unit_minor, title, sku, hs_code, origin, weight_g)
SELECT * FROM unnest(
  %(sellers)b::bigint[], %(keys)b::uuid[], %(positions)b::smallint[], %(offers)b::bigint[], %(quantities)b::integer[],
  %(units)b::bigint[], %(titles)b::text[], %(skus)b::text[], %(hs_codes)b::text[], %(origins)b::text[],
  %(weights)b::integer[])
