-- The days before and after the gap: the row still says them, so it keeps its file and place.
INSERT INTO tariffs_{name} (system, key, dated, valid_during, recorded_during, file_id, place, {content})
SELECT held.system, held.key, held.dated, part.days, tstzrange(%(now)s, NULL), held.file_id, held.place, {held}
FROM closing_{name} AS closing
JOIN tariffs_{name} AS held ON held.id = closing.id
CROSS JOIN LATERAL (VALUES
  (held.valid_during * CASE WHEN lower_inf(gap) THEN 'empty' ELSE daterange(NULL, lower(gap)) END),
  (held.valid_during * CASE WHEN upper_inf(gap) THEN 'empty' ELSE daterange(upper(gap), NULL) END)
) AS part(days)
WHERE NOT closing.wholly AND NOT isempty(part.days)
