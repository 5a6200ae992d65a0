-- How many names have each word, after a list changed: new words are told, the others brought up to date.
WITH counted AS (
  SELECT word, count(*)::int AS on_names FROM compliance_listedname, unnest(words) AS t (word) GROUP BY word
  UNION ALL SELECT '', count(*)::int FROM compliance_listedname
), updated AS (
  UPDATE compliance_indexword i SET on_names = c.on_names FROM counted c
  WHERE c.word = i.word AND c.on_names <> i.on_names
), gone AS (
  DELETE FROM compliance_indexword i WHERE NOT EXISTS (SELECT FROM counted c WHERE c.word = i.word)
)
SELECT c.word, c.on_names FROM counted c WHERE NOT EXISTS (SELECT FROM compliance_indexword i WHERE i.word = c.word)
