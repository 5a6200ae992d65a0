UPDATE catalogue_listing l
   SET in_stock = now_in_stock
  FROM (SELECT k.id, EXISTS (
                 SELECT 1 FROM catalogue_variant v JOIN catalogue_offer o ON o.variant_id = v.id
                  WHERE v.product_id = k.product_id AND o.seller_id = k.seller_id
                    AND o.state = 'active' AND o.available >= o.quantity_min) AS now_in_stock
          FROM catalogue_listing k WHERE k.id = ANY (%(listings)s)) AS fresh
 WHERE l.id = fresh.id AND l.in_stock <> fresh.now_in_stock
