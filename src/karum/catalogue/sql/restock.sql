-- One row back: how many offers changed, and which of them can be bought again.
WITH moved AS (
    UPDATE catalogue_offer o
       SET available = o.available + m.quantity
      FROM unnest(%(sellers)s::bigint[], %(offers)s::bigint[], %(quantities)s::int[]) AS m (seller_id, id, quantity)
     WHERE o.id = m.id AND o.seller_id = m.seller_id
 RETURNING o.id, o.available >= o.quantity_min AND o.available - m.quantity < o.quantity_min AS turned
)
SELECT count(*), array_agg(id) FILTER (WHERE turned) FROM moved
