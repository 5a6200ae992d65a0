-- Offers on sale by the piece whose product has words of a person in this language: by seller, or by ids of offers.
SELECT o.id, t.title, t.summary, t.description, v.gtin, p.category_id,
       (SELECT jsonb_agg(jsonb_build_array(i.digest, i.webp_widths) ORDER BY i.position)
          FROM catalogue_picture i WHERE i.product_id = p.id)::text,
       (SELECT count(*) FROM catalogue_variant other WHERE other.product_id = p.id)
  FROM catalogue_offer o
  JOIN catalogue_variant v ON v.id = o.variant_id
  JOIN catalogue_product p ON p.id = v.product_id
  JOIN catalogue_producttext t ON t.product_id = p.id AND t.language = %(language)s AND t.state <> 'machine'
 WHERE o.id > %(after)s AND o.id < %(below)s AND o.state = 'active' AND p.state = 'published'
   AND o.quantity_min = 1 AND o.pack_multiple = 1
   AND (%(seller)s::bigint IS NULL OR o.seller_id = %(seller)s::bigint)
   AND EXISTS (SELECT 1 FROM catalogue_listing l WHERE l.product_id = p.id AND l.seller_id = o.seller_id)
 ORDER BY o.id
 LIMIT %(limit)s
