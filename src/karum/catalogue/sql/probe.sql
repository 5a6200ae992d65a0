-- How many match; asked on a rung of the ladder.
SELECT count(*) FROM catalogue_listing WHERE words @@ %(match)s::tsquery
