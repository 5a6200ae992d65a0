INSERT INTO catalogue_misspelling (form, word_id)
SELECT form, word FROM unnest(%(forms)s::text[], %(words)s::text[]) AS r (form, word)
 ORDER BY form, word
ON CONFLICT DO NOTHING
