-- A file of changes may change a row twice: its last word counts.
DELETE FROM staged_{name} AS early USING (SELECT key, max(n) AS last FROM staged_{name} GROUP BY key) AS late
WHERE late.key = early.key AND early.n < late.last
