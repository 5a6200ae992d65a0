-- Many match: those up to an edge that the sample has shown, or all of them, each with what it is compared by.
WITH beyond AS {materialized} (
    SELECT l.id, l.listed_at, {reference} AS reference_minor, {door} AS door_minor, {days} AS door_days
      FROM catalogue_listing l
      {prices}
      {doors}
     WHERE {conditions}
)
SELECT id
  FROM beyond
 ORDER BY {order}
 LIMIT %(size)s OFFSET %(first)s
