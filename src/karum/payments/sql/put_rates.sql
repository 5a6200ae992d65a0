-- Rates of one file: new days are added, a rate that differs is corrected. Gives back, row by row, whether it was added.
INSERT INTO payments_eurorate AS held (day, currency, rate, place, file_id)
SELECT fresh.day, fresh.currency, fresh.rate, fresh.place, %(file)s
FROM unnest(%(days)s::date[], %(currencies)s::text[], %(rates)s::numeric[], %(places)s::text[])
  AS fresh(day, currency, rate, place)
ORDER BY fresh.day, fresh.currency
ON CONFLICT (day, currency) DO UPDATE
  SET rate = excluded.rate, place = excluded.place, file_id = excluded.file_id
  WHERE held.rate <> excluded.rate
RETURNING held.xmax = 0
