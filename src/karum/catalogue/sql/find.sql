-- One pass over at most so many matches: the page in order, how many there are, and what narrows them.
WITH found AS MATERIALIZED (
    SELECT l.id, {reference} AS reference_minor, l.listed_at, l.in_stock, l.origin, l.category_id, l.retail, l.wholesale,
           l.verified, l.materials, {door} AS door_minor, {days} AS door_days, {rank} AS rank
      FROM catalogue_listing l
      {prices}
      {doors}
     WHERE {conditions}
     LIMIT %(candidates)s
), page AS (
    SELECT id, row_number() OVER (ORDER BY {order}) AS place
      FROM found
     ORDER BY {order}
     LIMIT %(size)s OFFSET %(first)s
)
(SELECT 'hit' AS kind, id::text AS key, place AS number FROM page ORDER BY place)
UNION ALL SELECT 'total', '', count(*) FROM found
{edges}
-- what narrows it
UNION ALL SELECT 'category', category_id::text, count(*) FROM found GROUP BY category_id
UNION ALL SELECT 'origin', origin, count(*) FROM found GROUP BY origin
UNION ALL SELECT 'material', material, count(*) FROM found, unnest(materials) AS material GROUP BY material
UNION ALL SELECT 'mark', mark.name, mark.number
            FROM (SELECT count(*) FILTER (WHERE retail) AS retail, count(*) FILTER (WHERE wholesale) AS wholesale,
                         count(*) FILTER (WHERE verified) AS verified, count(*) FILTER (WHERE in_stock) AS in_stock,
                         count(*) FILTER (WHERE door_minor IS NULL) AS doors_unknown FROM found) AS c
           CROSS JOIN LATERAL (VALUES ('retail', c.retail), ('wholesale', c.wholesale), ('verified', c.verified),
                                      ('in_stock', c.in_stock), ('doors_unknown', c.doors_unknown)) AS mark (name, number)
UNION ALL SELECT 'days', door_days::text, count(*) FROM found WHERE door_days IS NOT NULL GROUP BY door_days
UNION ALL SELECT 'door', width_bucket(door_minor, %(steps)s::bigint[])::text, count(*)
            FROM found WHERE door_minor IS NOT NULL GROUP BY 2
