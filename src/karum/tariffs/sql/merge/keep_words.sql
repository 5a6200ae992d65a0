-- A change of a line that brings no words leaves it those that it has.
UPDATE staged_{name} AS fresh SET text = held.text
FROM tariffs_{name} AS held
WHERE held.system = %(system)s AND held.key = fresh.key AND upper_inf(held.recorded_during)
  AND fresh.step = 'put' AND fresh.text = ''
