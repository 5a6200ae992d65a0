-- The currencies that listings are priced in, each looked up once in the index of prices, with the last rate of each.
WITH RECURSIVE used AS (
    (SELECT currency FROM catalogue_listing ORDER BY currency LIMIT 1)
    UNION ALL
    SELECT (SELECT l.currency FROM catalogue_listing l WHERE l.currency > u.currency ORDER BY l.currency LIMIT 1)
      FROM used u
     WHERE u.currency IS NOT NULL
)
SELECT u.currency, r.rate
  FROM used u
  LEFT JOIN catalogue_referencerate r ON r.currency = u.currency
 WHERE u.currency IS NOT NULL
