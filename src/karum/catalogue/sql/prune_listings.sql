-- Listings of these products that the upsert before did not write are over.
DELETE FROM catalogue_listing l
 WHERE l.product_id = ANY (%(products)s)
   AND NOT EXISTS (
       SELECT 1 FROM unnest(%(product_id)s::bigint[], %(seller_id)s::bigint[]) AS kept (product_id, seller_id)
        WHERE kept.product_id = l.product_id AND kept.seller_id = l.seller_id)
