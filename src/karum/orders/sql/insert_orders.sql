INSERT INTO orders_order (
  seller_id, key, group_key, digest, buyer_id, email, destination, language, state, steps, currency,
  goods_minor, shipping_minor, duty_minor, tax_minor, fees_minor,
  goods_refunded_minor, shipping_refunded_minor, duty_refunded_minor, tax_refunded_minor, fees_refunded_minor,
  settlement_currency, settlement_goods_minor, settlement_shipping_minor, settlement_fee_minor,
  facts, placed_at, changed_at, due_at)
SELECT
  seller_id, key, group_key, digest, buyer_id, email, destination, language, 'placed', 1, currency,
  goods, shipping, duty, tax, fees, 0, 0, 0, 0, 0,
  settlement_currency, settlement_goods, settlement_shipping, settlement_fee,
  facts, %(now)s, %(now)s, %(due_at)s
FROM unnest(
  %(sellers)b::bigint[], %(keys)b::uuid[], %(groups)b::uuid[], %(digests)b::bytea[], %(buyers)b::bigint[],
  %(emails)b::text[], %(destinations)b::text[], %(languages)b::text[], %(currencies)b::text[],
  %(goods)b::bigint[], %(shipping)b::bigint[], %(duty)b::bigint[], %(tax)b::bigint[], %(fees)b::bigint[],
  %(settlement_currencies)b::text[], %(settlement_goods)b::bigint[], %(settlement_shipping)b::bigint[],
  %(settlement_fees)b::bigint[], %(facts)b::text[])
AS t(
  seller_id, key, group_key, digest, buyer_id, email, destination, language, currency,
  goods, shipping, duty, tax, fees,
  settlement_currency, settlement_goods, settlement_shipping, settlement_fee, facts)
