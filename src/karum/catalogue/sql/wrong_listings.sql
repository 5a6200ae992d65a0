WITH wanted AS (
    SELECT v.product_id, o.seller_id, bool_or(o.available >= o.quantity_min) AS in_stock
      FROM catalogue_offer o
      JOIN catalogue_variant v ON v.id = o.variant_id
      JOIN catalogue_product p ON p.id = v.product_id
     WHERE o.state = 'active' AND p.state = 'published' AND o.seller_id <> ALL (%(hidden)s)
     GROUP BY v.product_id, o.seller_id
)
SELECT count(*) FILTER (WHERE l.id IS NULL),
       count(*) FILTER (WHERE w.product_id IS NULL),
       count(*) FILTER (WHERE l.in_stock <> w.in_stock
                           OR NOT EXISTS (SELECT 1 FROM catalogue_offer o
                                           WHERE o.id = l.offer_id AND o.seller_id = l.seller_id
                                             AND o.state = 'active'))
  FROM wanted w
  FULL JOIN catalogue_listing l ON l.product_id = w.product_id AND l.seller_id = w.seller_id
