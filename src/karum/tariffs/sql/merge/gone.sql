-- Rows of the parts that the file states whole, which it does not state. What a broken row may have said is spared.
INSERT INTO closing_{name} (id, gone, wholly, gap)
SELECT held.id, true, false, daterange(%(valid_from)s::date, part.stop)
FROM unnest(%(scopes)s::text[], %(stops)s::date[]) AS part(scope, stop)
JOIN tariffs_{name} AS held ON {scope} = part.scope
WHERE held.system = %(system)s AND upper_inf(held.recorded_during)
  AND held.valid_during && daterange(%(valid_from)s::date, part.stop)
  AND NOT EXISTS (SELECT FROM staged_{name} AS fresh WHERE fresh.key = held.key)
  AND NOT {line} = ANY(%(spared)s::text[])
