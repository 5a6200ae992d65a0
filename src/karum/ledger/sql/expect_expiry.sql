INSERT INTO ledger_expiry (seller_id, hold_id, expires_at)
SELECT * FROM unnest(%(sellers)b::bigint[], %(ids)b::uuid[], %(expiries)b::timestamptz[])
