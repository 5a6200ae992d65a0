-- Published products that somebody sells, in the order of their ids, each with its first picture.
SELECT p.id, p.slug, p.updated_at, picture.digest, picture.widths
  FROM catalogue_product p
  LEFT JOIN LATERAL (
       SELECT i.digest, i.webp_widths::text AS widths
         FROM catalogue_picture i
        WHERE i.product_id = p.id
        ORDER BY i.position
        LIMIT 1) picture ON true
 WHERE p.id > %(after)s AND p.id < %(below)s AND p.state = 'published'
   AND EXISTS (SELECT 1 FROM catalogue_listing l WHERE l.product_id = p.id)
 ORDER BY p.id
 LIMIT %(limit)s
