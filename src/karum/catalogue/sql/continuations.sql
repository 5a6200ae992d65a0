-- Words in use that begin so, the most used first.
SELECT text, uses
  FROM catalogue_word
 WHERE text >= %(start)s AND text < %(end)s AND uses > 0
 ORDER BY uses DESC, text
 LIMIT %(limit)s
