-- Which staged rows say what is held for true already.
CREATE TEMP TABLE same_{name} ON COMMIT DROP AS
SELECT fresh.n, held.id
FROM staged_{name} AS fresh
JOIN tariffs_{name} AS held ON held.system = %(system)s AND held.key = fresh.key AND upper_inf(held.recorded_during)
WHERE fresh.step = 'put' AND held.dated = fresh.dated AND ({fresh}) IS NOT DISTINCT FROM ({held})
  AND CASE WHEN fresh.dated THEN held.valid_during = fresh.valid_during
    ELSE held.valid_during @> fresh.valid_during
      AND (fresh.clipped OR upper(held.valid_during) IS NOT DISTINCT FROM upper(fresh.valid_during)) END
