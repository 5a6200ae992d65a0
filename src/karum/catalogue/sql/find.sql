-- One pass over at most so many matches: the page in order, how many there are, and what narrows them.
WITH found AS MATERIALIZED (
    SELECT id, reference_minor, listed_at, in_stock, origin, category_id, retail, wholesale, {rank} AS rank
      FROM catalogue_listing
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
UNION ALL SELECT 'category', category_id::text, count(*) FROM found GROUP BY category_id
UNION ALL SELECT 'origin', origin, count(*) FROM found GROUP BY origin
UNION ALL SELECT 'terms', 'retail', count(*) FROM found WHERE retail
UNION ALL SELECT 'terms', 'wholesale', count(*) FROM found WHERE wholesale
