-- Blocks whose transfers are no longer those that were sealed. Each is read with the empty places before it, so that a
-- transfer that was put between two blocks is found, too.
SELECT b.number, b.after_seq + 1, b.last_seq, b.transfers, found.transfers
FROM (
  SELECT number, last_seq, transfers, previous, digest, lag(last_seq, 1, 0::bigint) OVER (ORDER BY number) AS after_seq
  FROM ledger_block
) AS b
CROSS JOIN LATERAL (
  SELECT count(*) AS transfers, sha256(b.previous || convert_to(string_agg(ledger_words(t), E'\n' ORDER BY t.seq), 'UTF8')) AS digest
  FROM ledger_transfer AS t WHERE t.seq > b.after_seq AND t.seq <= b.last_seq
) AS found
WHERE b.number >= %(first)s AND (found.transfers <> b.transfers OR found.digest IS DISTINCT FROM b.digest)
ORDER BY b.number
