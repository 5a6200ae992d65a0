-- Blocks whose transfers are no longer those that were sealed. Each is read with the empty places before it, so that a
-- transfer that was put between two blocks is found, too.
WITH broken AS MATERIALIZED (
  SELECT number, last_seq, transfers FROM ledger_block AS block
  WHERE number >= %(first)s AND NOT ledger_block_stands(block)
), placed AS (
  SELECT broken.*, coalesce((
    SELECT before.last_seq FROM ledger_block AS before WHERE before.number < broken.number ORDER BY before.number DESC LIMIT 1
  ), 0) AS after_seq FROM broken
)
SELECT number, after_seq + 1, last_seq, transfers,
  (SELECT count(*) FROM ledger_transfer AS t WHERE t.seq > after_seq AND t.seq <= last_seq)
FROM placed ORDER BY number
