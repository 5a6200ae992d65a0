-- Whether a block's transfers, with the empty places before it, are those that were sealed. A function, because only so do
-- several processes share the blocks.
CREATE FUNCTION ledger_block_stands(block ledger_block) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 AS $$
  SELECT count(*) = block.transfers AND block.digest IS NOT DISTINCT FROM
    sha256(block.previous || convert_to(string_agg(ledger_words(t), E'\n' ORDER BY t.seq), 'UTF8'))
  FROM ledger_transfer AS t
  WHERE t.seq <= block.last_seq AND t.seq > coalesce(
    (SELECT before.last_seq FROM ledger_block AS before WHERE before.number < block.number ORDER BY before.number DESC LIMIT 1), 0)
$$;
