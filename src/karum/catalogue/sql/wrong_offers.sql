SELECT o.id
  FROM catalogue_offer o
  LEFT JOIN catalogue_variant v ON v.id = o.variant_id
 WHERE v.id IS NULL OR o.available < 0 OR o.reserved < 0
    OR EXISTS (
       SELECT 1
         FROM (SELECT (b.entry ->> 0)::bigint AS quantity, (b.entry ->> 1)::bigint AS price,
                      lag((b.entry ->> 0)::bigint, 1, 1) OVER (ORDER BY b.place) AS quantity_before,
                      lag((b.entry ->> 1)::bigint, 1, o.price_minor) OVER (ORDER BY b.place) AS price_before
                 FROM jsonb_array_elements(o.breaks) WITH ORDINALITY AS b (entry, place)) AS steps
        WHERE quantity <= quantity_before OR price >= price_before)
 ORDER BY o.id
 LIMIT 100
