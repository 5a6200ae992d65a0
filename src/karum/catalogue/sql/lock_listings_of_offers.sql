-- Two orders that sell out two variants of one product at once take turns here, so the second one sees both.
SELECT l.id
  FROM catalogue_listing l
  JOIN catalogue_variant v ON v.product_id = l.product_id
  JOIN catalogue_offer o ON o.variant_id = v.id AND o.seller_id = l.seller_id
 WHERE o.id = ANY (%(offers)s)
 ORDER BY l.seller_id, l.id
   FOR NO KEY UPDATE OF l
