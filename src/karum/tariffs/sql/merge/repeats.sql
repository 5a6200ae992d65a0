-- A whole tariff says each thing once for each day; what it says again is handed back.
DELETE FROM staged_{name} AS again USING staged_{name} AS first
WHERE first.key = again.key AND first.n < again.n AND first.valid_during && again.valid_during
RETURNING again.place, first.place, ({again}) IS NOT DISTINCT FROM ({first}), again.key
