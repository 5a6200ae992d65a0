-- Many match: walk the index of the doors in the wanted order, only so far, and keep what matches until the page is full.
SELECT l.id
  FROM (SELECT l.*, d.minor AS door_minor, d.days AS door_days
          FROM catalogue_door d
          JOIN catalogue_listing l ON l.id = d.listing_id
         WHERE d.country = %(country)s AND d.{column} IS NOT NULL{doors}
         ORDER BY {order}
         LIMIT %(steps_max)s) AS l
  {prices}
 WHERE {conditions}
 ORDER BY {order_of_rows}
 LIMIT %(size)s OFFSET %(first)s
