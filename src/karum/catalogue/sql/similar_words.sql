-- Words that share a form of one letter less. The first letter is seldom wrong, and a letter is left out or doubled more
-- often than another one is typed; then the most used.
SELECT w.text
  FROM catalogue_misspelling m
  JOIN catalogue_word w ON w.text = m.word_id
 WHERE m.form = ANY (%(forms)s) AND w.uses >= %(uses_min)s AND w.text <> %(word)s
 GROUP BY w.text, w.uses
 ORDER BY left(w.text, 1) <> left(%(word)s, 1), length(w.text) = length(%(word)s), w.uses DESC, w.text
 LIMIT 1
