-- Measures of the file get their whole duty; measures that only a component of the file touches are stated anew.
WITH composed AS (
  SELECT * FROM unnest(%(keys)s::text[], %(duties)s::text[]) AS composed(key, duty)
), stated AS (
  UPDATE staged_measure AS fresh SET duty = composed.duty
  FROM composed WHERE composed.key = fresh.key AND fresh.step = 'put' AND fresh.duty IS NULL
)
INSERT INTO staged_measure (n, key, step, dated, valid_during, clipped, scope, place, code, type, area, excluded, duty,
  additional_code, order_number, regulation, conditions, footnotes)
SELECT %(first)s + row_number() OVER (), held.key, 'put', held.dated, held.valid_during, false, '',
  (SELECT min(part.place) FROM staged_component AS part WHERE part.measure = held.key),
  held.code, held.type, held.area, held.excluded, composed.duty, held.additional_code, held.order_number,
  held.regulation, held.conditions, held.footnotes
FROM composed
JOIN tariffs_measure AS held
  ON held.system = %(system)s AND held.key = composed.key AND upper_inf(held.recorded_during)
WHERE held.duty IS DISTINCT FROM composed.duty
  AND NOT EXISTS (SELECT FROM staged_measure AS fresh WHERE fresh.key = held.key)
