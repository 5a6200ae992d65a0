-- Components, as they stand after this file, of all measures whose duty is to be put together anew.
WITH touched AS (
  SELECT measure FROM staged_component
  UNION SELECT key FROM staged_measure WHERE step = 'put' AND duty IS NULL
)
SELECT touched.measure, part.expression, part.amount, part.currency, part.unit, part.qualifier
FROM touched
LEFT JOIN tariffs_component AS part
  ON part.system = %(system)s AND part.measure = touched.measure AND upper_inf(part.recorded_during)
ORDER BY touched.measure, part.expression
