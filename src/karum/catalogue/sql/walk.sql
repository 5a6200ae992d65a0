-- Many match: walk the index of the wanted order, only so far, and keep what matches until the page is full.
SELECT id
  FROM (SELECT l.*{more} FROM {walked} ORDER BY {order} LIMIT %(steps_max)s) AS l
 WHERE {conditions}
 ORDER BY {order_of_rows}
 LIMIT %(size)s OFFSET %(first)s
