INSERT INTO tariffs_{name} (system, key, dated, valid_during, recorded_during, file_id, place, {content})
SELECT %(system)s, fresh.key, fresh.dated, fresh.valid_during, tstzrange(%(now)s, NULL), %(file)s, fresh.place, {fresh}
FROM staged_{name} AS fresh
WHERE fresh.step = 'put' AND NOT EXISTS (SELECT FROM same_{name} AS same WHERE same.n = fresh.n)
ORDER BY fresh.n
