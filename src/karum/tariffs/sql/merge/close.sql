UPDATE tariffs_{name} AS held SET closed_by_id = %(file)s,
  recorded_during = tstzrange(lower(held.recorded_during), greatest(%(now)s::timestamptz, lower(held.recorded_during)))
FROM closing_{name} AS closing WHERE closing.id = held.id
