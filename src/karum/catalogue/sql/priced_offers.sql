-- All that the door price of an offer's smallest order asks for: offers on sale of published products, by their ids.
SELECT o.id, o.seller_id, o.currency,
       CASE WHEN o.breaks = '[]' THEN o.price_minor ELSE COALESCE((
         SELECT (step ->> 1)::bigint FROM jsonb_array_elements(o.breaks) AS step
          WHERE (step ->> 0)::bigint <= o.quantity_min
          ORDER BY (step ->> 0)::bigint DESC
          LIMIT 1), o.price_minor) END,
       o.quantity_min, o.incoterm, p.hs_code, p.origin, v.weight_g
  FROM catalogue_offer o
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = v.product_id
 WHERE o.id > %(after)s AND o.state = 'active' AND p.state = 'published'
 ORDER BY o.id
 LIMIT %(limit)s
