-- Words that share a form of one letter less; those of the same length first, then the most used.
SELECT w.text
  FROM catalogue_misspelling m
  JOIN catalogue_word w ON w.text = m.word_id
 WHERE m.form = ANY (%(forms)s) AND w.uses >= %(uses_min)s AND w.text <> %(word)s
 GROUP BY w.text, w.uses
 ORDER BY abs(length(w.text) - %(length)s), w.uses DESC, w.text
 LIMIT 1
