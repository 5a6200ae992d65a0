-- Many match: walk the index of the wanted order and keep what matches until the page is full.
SELECT id
  FROM catalogue_listing
 WHERE {conditions}
 ORDER BY {order}
 LIMIT %(size)s OFFSET %(first)s
