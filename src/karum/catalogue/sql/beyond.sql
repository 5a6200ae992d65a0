-- Many match: those up to an edge that the sample has shown, each with the price that it is compared by.
WITH beyond AS {materialized} (
    SELECT l.id, l.listed_at, {reference} AS reference_minor
      FROM catalogue_listing l
      {prices}
      {doors}
     WHERE {conditions}
)
SELECT id
  FROM beyond
 ORDER BY {order}
 LIMIT %(size)s OFFSET %(first)s
