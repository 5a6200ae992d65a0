-- Where the rows of a file wait until all of them are read.
CREATE TEMP TABLE staged_{name} ON COMMIT DROP AS
SELECT 0::bigint AS n, key, ''::text AS step, dated, valid_during, false AS clipped, ''::text AS scope, place, {content}
FROM tariffs_{name} WITH NO DATA
