-- Write the next block: at most ``size`` transfers after the last block, up to the place ``upper``.
WITH last AS (
  SELECT number, last_seq, digest FROM ledger_block
  UNION ALL SELECT 0, 0, decode(repeat('00', 32), 'hex')
  ORDER BY number DESC LIMIT 1
), stretch AS (
  SELECT t.seq, ledger_words(t) AS words FROM ledger_transfer AS t
  WHERE t.seq > (SELECT last_seq FROM last) AND t.seq <= %(upper)s::bigint
  ORDER BY t.seq LIMIT %(size)s
)
INSERT INTO ledger_block (number, first_seq, last_seq, transfers, previous, digest, sealed_at)
SELECT last.number + 1, min(seq), max(seq), count(*), last.digest,
  sha256(last.digest || convert_to(string_agg(words, E'\n' ORDER BY seq), 'UTF8')), %(now)s
FROM stretch, last
GROUP BY last.number, last.digest
RETURNING transfers
