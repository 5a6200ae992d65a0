-- Blocks that do not follow the one before them: by number, by digest, by place.
SELECT number, last_number, previous = last_digest
FROM (
  SELECT number, first_seq, previous,
    lag(number, 1, 0::bigint) OVER blocks AS last_number,
    lag(last_seq, 1, 0::bigint) OVER blocks AS last_seq,
    lag(digest, 1, decode(repeat('00', 32), 'hex')) OVER blocks AS last_digest
  FROM ledger_block WINDOW blocks AS (ORDER BY number)
) AS chain
WHERE number <> last_number + 1 OR previous <> last_digest OR first_seq <= last_seq
ORDER BY number
