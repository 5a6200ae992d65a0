INSERT INTO catalogue_door AS d (country, listing_id, minor, days)
SELECT %(country)s, listing_id, minor, days
  FROM unnest(%(listing_id)s::bigint[], %(minor)s::bigint[], %(days)s::smallint[]) AS r (listing_id, minor, days)
 ORDER BY listing_id
ON CONFLICT (country, listing_id) DO UPDATE SET minor = excluded.minor, days = excluded.days
 WHERE (d.minor, d.days) IS DISTINCT FROM (excluded.minor, excluded.days)
