-- Parts of the tariff of which the file would end most: it is rather a piece of them.
SELECT part.scope, part.gone, part.held FROM (
  SELECT {scope} AS scope, count(*) AS held, count(*) FILTER (WHERE closing.gone) AS gone
  FROM tariffs_{name} AS held LEFT JOIN closing_{name} AS closing ON closing.id = held.id
  WHERE held.system = %(system)s AND upper_inf(held.recorded_during) AND {scope} = ANY(%(scopes)s::text[])
    AND held.valid_during @> %(valid_from)s::date
  GROUP BY 1
) AS part
WHERE part.gone >= %(rows_min)s AND part.gone * 2 > part.held
ORDER BY part.gone DESC
