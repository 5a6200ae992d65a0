-- How many on a rung of the ladder match: in their titles, and anywhere.
SELECT (SELECT count(*) FROM catalogue_listing WHERE words @@ %(titled)s::tsquery) AS titled,
       (SELECT count(*) FROM catalogue_listing WHERE words @@ %(anywhere)s::tsquery) AS anywhere
