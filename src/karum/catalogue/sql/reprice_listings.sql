-- The unit price at the smallest order that the offer allows, in the hub's currency, rounded half up.
-- factors: minor units of the hub's currency for one minor unit of theirs.
UPDATE catalogue_listing l
   SET reference_minor = fresh.minor
  FROM (SELECT k.id, round(coalesce(reached.price_minor, o.price_minor) * r.factor) AS minor
          FROM unnest(%(currencies)s::text[], %(factors)s::numeric[]) AS r (currency, factor)
          JOIN catalogue_offer o ON o.currency = r.currency
          JOIN catalogue_listing k ON k.offer_id = o.id AND k.seller_id = o.seller_id
          LEFT JOIN LATERAL (
               SELECT (entry ->> 1)::bigint AS price_minor
                 FROM jsonb_array_elements(o.breaks) AS entry
                WHERE (entry ->> 0)::bigint <= ceil(o.quantity_min::numeric / o.pack_multiple) * o.pack_multiple
                ORDER BY (entry ->> 0)::bigint DESC
                LIMIT 1) AS reached ON true) AS fresh
 WHERE l.id = fresh.id AND l.reference_minor IS DISTINCT FROM fresh.minor
