-- The last place that was given to a transfer, committed or not.
SELECT last_value FROM ledger_transfer_seq_seq
