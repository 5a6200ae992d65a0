-- A word that no listing has any more is no help to anybody: it counts 0 and is never suggested.
UPDATE catalogue_word w
   SET uses = coalesce(fresh.uses, 0)
  FROM catalogue_word k
  LEFT JOIN (SELECT word, ndoc AS uses FROM ts_stat('SELECT words FROM catalogue_listing')) AS fresh
    ON fresh.word = k.text
 WHERE w.text = k.text AND w.uses <> coalesce(fresh.uses, 0)
RETURNING w.text
