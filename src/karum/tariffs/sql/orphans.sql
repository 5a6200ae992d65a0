-- Components of measures that neither the file nor the hub knows: they are handed back.
DELETE FROM staged_component AS part
WHERE part.step = 'put'
  AND NOT EXISTS (SELECT FROM staged_measure AS fresh WHERE fresh.key = part.measure AND fresh.step = 'put')
  AND NOT EXISTS (
    SELECT FROM tariffs_measure AS held
    WHERE held.system = %(system)s AND held.key = part.measure AND upper_inf(held.recorded_during)
  )
RETURNING part.place, part.measure, part.expression
