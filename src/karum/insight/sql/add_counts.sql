-- Add what was counted in memory; in one order, so that two processes never wait for each other in a circle.
INSERT INTO insight_count AS held (day, what, seller_id, country, key, number)
SELECT day, what, seller_id, country, key, sum(number)
  FROM unnest(%(days)s::date[], %(whats)s::text[], %(sellers)s::bigint[], %(countries)s::text[], %(keys)s::text[],
              %(numbers)s::int[]) AS new (day, what, seller_id, country, key, number)
 GROUP BY day, what, seller_id, country, key
 ORDER BY seller_id, what, day, country, key
ON CONFLICT (seller_id, what, day, country, key) DO UPDATE SET number = held.number + excluded.number
