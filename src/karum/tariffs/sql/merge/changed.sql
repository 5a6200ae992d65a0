-- Rows that the file says otherwise, or deletes. Outside of ``gap`` they go on; wholly: they do not.
CREATE TEMP TABLE closing_{name} ON COMMIT DROP AS
SELECT DISTINCT ON (held.id) held.id, false AS gone, fresh.dated OR fresh.step = 'delete' AS wholly, fresh.valid_during AS gap
FROM staged_{name} AS fresh
JOIN tariffs_{name} AS held ON held.system = %(system)s AND held.key = fresh.key AND upper_inf(held.recorded_during)
WHERE NOT EXISTS (SELECT FROM same_{name} AS same WHERE same.id = held.id)
  AND (fresh.dated OR fresh.step = 'delete' OR held.valid_during && fresh.valid_during)
ORDER BY held.id, wholly DESC
