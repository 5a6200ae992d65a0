-- What the door price of each listing's smallest order asks for: the next ones by id, or those of some products.
WITH next AS MATERIALIZED (
    SELECT id, seller_id, product_id, offer_id
      FROM catalogue_listing
     WHERE id > %(after)s AND (%(products)s::bigint[] IS NULL OR product_id = ANY (%(products)s::bigint[]))
     ORDER BY id
     LIMIT %(limit)s
)
SELECT l.id, o.id, o.seller_id, o.currency,
       CASE WHEN o.breaks = '[]' THEN o.price_minor ELSE COALESCE((
         SELECT (step ->> 1)::bigint FROM jsonb_array_elements(o.breaks) AS step
          WHERE (step ->> 0)::bigint <= ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple
          ORDER BY (step ->> 0)::bigint DESC
          LIMIT 1), o.price_minor) END,
       (ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple)::int, o.incoterm, p.hs_code, p.origin,
       v.weight_g, o.handling_days
  FROM next l
  JOIN catalogue_offer o ON o.id = l.offer_id AND o.seller_id = l.seller_id
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = l.product_id
 ORDER BY l.id
