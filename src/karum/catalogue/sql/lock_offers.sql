-- Locks come in one order for everybody, (seller, id), so two batches can never deadlock.
-- NO KEY: rows that only refer to the offer are not held up.
SELECT o.id, o.seller_id, o.state, o.currency, o.price_minor, o.breaks::text,
       o.quantity_min, o.pack_multiple, o.available
  FROM unnest(%(sellers)s::bigint[], %(offers)s::bigint[]) AS wanted (seller_id, id)
  JOIN catalogue_offer o ON o.id = wanted.id AND o.seller_id = wanted.seller_id
 ORDER BY o.seller_id, o.id
   FOR NO KEY UPDATE OF o
