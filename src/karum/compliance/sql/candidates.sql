-- The listed names that share a word worth looking for, those first whose words tell most.
WITH told (word, weight) AS (
  SELECT word, max(weight) FROM unnest(%(words)s::text[], %(weights)s::float8[]) AS t (word, weight) GROUP BY word
), best AS (
  SELECT n.id, (SELECT sum(told.weight) FROM told WHERE told.word = ANY (n.words)) AS weight
  FROM compliance_listedname n WHERE n.words && %(sought)s::text[] ORDER BY weight DESC, n.id LIMIT %(most)s
)
SELECT n.text, n.strong, p.id, p.list_kind, p.key, p.kind, p.countries, p.births
FROM best JOIN compliance_listedname n USING (id) JOIN compliance_listedparty p ON p.id = n.party_id
