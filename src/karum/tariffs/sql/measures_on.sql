-- Measures on the lines above some codes, on the codes, and on all lines below them, as known at one moment.
SELECT m.code, m.type, m.area, m.excluded, m.duty, m.additional_code, m.order_number, m.regulation, m.conditions,
  m.footnotes, lower(m.valid_during), upper(m.valid_during) - 1, f.name, m.place, f.sha256, f.loaded_at, f.kind
FROM (
  SELECT * FROM tariffs_measure
  WHERE system = %(system)s AND code = ANY(%(above)s::text[])
  UNION ALL
  SELECT below.* FROM unnest(%(stems)s::text[], %(ends)s::text[]) AS wanted(stem, stop)
  CROSS JOIN LATERAL (
    SELECT * FROM tariffs_measure
    WHERE system = %(system)s AND code > wanted.stem AND code < wanted.stop
    OFFSET 0 -- by the index for each stem: the planner would rather hold every measure against every stem
  ) AS below
  WHERE below.code NOT IN (SELECT unnest(%(above)s::text[])) -- hashed once
) AS m
JOIN tariffs_sourcefile AS f ON f.id = m.file_id
WHERE m.valid_during @> %(day)s::date
  AND CASE WHEN %(known)s::timestamptz IS NULL THEN upper_inf(m.recorded_during)
    ELSE m.recorded_during @> %(known)s::timestamptz END
ORDER BY m.code, m.type, m.area, m.additional_code, m.order_number, m.key
