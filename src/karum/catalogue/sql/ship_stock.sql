-- What left the house is neither available nor reserved.
WITH moved AS (
    UPDATE catalogue_offer o
       SET reserved = o.reserved - m.quantity
      FROM unnest(%(sellers)s::bigint[], %(offers)s::bigint[], %(quantities)s::int[]) AS m (seller_id, id, quantity)
     WHERE o.id = m.id AND o.seller_id = m.seller_id
 RETURNING o.id
)
SELECT count(*), NULL::bigint[] FROM moved
