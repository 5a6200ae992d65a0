-- What the door price of each listing's smallest order asks for: the next ones by id, or those of some products.
SELECT l.id, o.id, o.seller_id, o.currency,
       CASE WHEN o.breaks = '[]' THEN o.price_minor ELSE COALESCE((
         SELECT (step ->> 1)::bigint FROM jsonb_array_elements(o.breaks) AS step
          WHERE (step ->> 0)::bigint <= ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple
          ORDER BY (step ->> 0)::bigint DESC
          LIMIT 1), o.price_minor) END,
       (ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple)::int, o.incoterm, p.hs_code, p.origin,
       v.weight_g, o.handling_days
  FROM catalogue_listing l
  JOIN catalogue_offer o ON o.id = l.offer_id AND o.seller_id = l.seller_id
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = l.product_id
 WHERE l.id > %(after)s AND (%(products)s::bigint[] IS NULL OR l.product_id = ANY (%(products)s::bigint[]))
 ORDER BY l.id
 LIMIT %(limit)s
