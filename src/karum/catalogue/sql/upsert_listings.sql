INSERT INTO catalogue_listing AS l
       (product_id, seller_id, offer_id, price_from, currency, unit_minor, origin, category_id, retail, wholesale,
        in_stock, listed_at, verified, materials, merit, version, words, heading)
SELECT product_id, seller_id, offer_id, price_from, currency, unit_minor, origin, category_id, retail, wholesale,
       in_stock, listed_at, verified, materials::text[], merit, version, words::tsvector, heading::tsvector
  FROM unnest(%(product_id)s::bigint[], %(seller_id)s::bigint[], %(offer_id)s::bigint[], %(price_from)s::boolean[],
              %(currency)s::text[], %(unit_minor)s::bigint[], %(origin)s::text[], %(category_id)s::bigint[], %(retail)s::boolean[],
              %(wholesale)s::boolean[], %(in_stock)s::boolean[], %(listed_at)s::timestamptz[], %(verified)s::boolean[],
              %(materials)s::text[], %(merit)s::smallint[], %(version)s::smallint[], %(words)s::text[], %(heading)s::text[])
       AS r (product_id, seller_id, offer_id, price_from, currency, unit_minor, origin, category_id, retail, wholesale,
             in_stock, listed_at, verified, materials, merit, version, words, heading)
 ORDER BY seller_id, product_id
ON CONFLICT (product_id, seller_id) DO UPDATE
   SET offer_id = excluded.offer_id, price_from = excluded.price_from, currency = excluded.currency, unit_minor = excluded.unit_minor,
       origin = excluded.origin, category_id = excluded.category_id, retail = excluded.retail,
       wholesale = excluded.wholesale, in_stock = excluded.in_stock, listed_at = excluded.listed_at,
       verified = excluded.verified, materials = excluded.materials, merit = excluded.merit,
       version = excluded.version, words = excluded.words, heading = excluded.heading
 WHERE (l.offer_id, l.price_from, l.currency, l.unit_minor, l.origin, l.category_id, l.retail, l.wholesale, l.in_stock,
        l.listed_at, l.verified, l.materials, l.merit, l.version, l.words, l.heading)
       IS DISTINCT FROM
       (excluded.offer_id, excluded.price_from, excluded.currency, excluded.unit_minor, excluded.origin, excluded.category_id,
        excluded.retail, excluded.wholesale, excluded.in_stock, excluded.listed_at, excluded.verified,
        excluded.materials, excluded.merit, excluded.version, excluded.words, excluded.heading)
