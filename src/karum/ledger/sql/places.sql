-- How many transfers there are and the last place, the blocks, and what is not sealed yet since when.
SELECT
  (SELECT count(*) FROM ledger_transfer), (SELECT coalesce(max(seq), 0) FROM ledger_transfer),
  (SELECT count(*) FROM ledger_block), count(t.seq), min(t.at)
FROM ledger_transfer AS t WHERE t.seq > (SELECT coalesce(max(last_seq), 0) FROM ledger_block)
