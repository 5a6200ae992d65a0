-- What the file changed in duties that were known: for each kind of measure on a code, before and after a day.
-- A chapter's first load is no change.
INSERT INTO tariffs_rulechange (system, code, type, area, additional_code, order_number, before, after, valid_from, known_at, file_id)
WITH known AS (
  SELECT DISTINCT left(code, 2) AS chapter FROM tariffs_measure WHERE system = %(system)s AND id <= %(last_id)s
), touched AS (
  SELECT code, type, area, additional_code, order_number, coalesce(day, %(valid_from)s::date) AS day
  FROM tariffs_measure CROSS JOIN LATERAL (VALUES (lower(valid_during), true), (upper(valid_during), false)) AS edge(day, first)
  WHERE id > %(last_id)s AND file_id = %(file)s AND (first OR day IS NOT NULL)
  UNION
  SELECT held.code, held.type, held.area, held.additional_code, held.order_number, coalesce(day, %(valid_from)s::date)
  FROM closing_measure AS closing JOIN tariffs_measure AS held ON held.id = closing.id
  CROSS JOIN LATERAL (VALUES
    (CASE WHEN closing.wholly THEN lower(held.valid_during) ELSE lower(closing.gap) END, true),
    (CASE WHEN closing.wholly THEN upper(held.valid_during) END, false)
  ) AS edge(day, first)
  WHERE first OR day IS NOT NULL
), said AS (
  SELECT touched.*, coalesce(m.duty, '') AS duty, m.valid_during AS days, upper_inf(m.recorded_during) AS now,
    m.id <= %(last_id)s AND (upper_inf(m.recorded_during) OR closing.id IS NOT NULL) AS was
  FROM touched
  JOIN tariffs_measure AS m ON m.system = %(system)s AND m.code = touched.code AND m.type = touched.type
    AND m.area = touched.area AND m.additional_code = touched.additional_code AND m.order_number = touched.order_number
  LEFT JOIN closing_measure AS closing ON closing.id = m.id
  WHERE left(touched.code, 2) IN (SELECT chapter FROM known)
), compared AS (
  SELECT code, type, area, additional_code, order_number, day,
    string_agg(DISTINCT duty, '; ' ORDER BY duty) FILTER (WHERE was AND days @> day) AS before,
    string_agg(DISTINCT duty, '; ' ORDER BY duty) FILTER (WHERE now AND days @> day - 1) AS day_before,
    string_agg(DISTINCT duty, '; ' ORDER BY duty) FILTER (WHERE now AND days @> day) AS after
  FROM said GROUP BY code, type, area, additional_code, order_number, day
)
SELECT %(system)s, code, type, area, additional_code, order_number, coalesce(before, day_before), after, day, %(now)s, %(file)s
FROM compared WHERE coalesce(before, day_before) IS DISTINCT FROM after
ORDER BY code, type, area, additional_code, order_number, day
RETURNING code
