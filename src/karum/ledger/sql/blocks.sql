-- The chain over the transfers, holds that expire, and what the database refuses beside.

-- Every transfer has a place in one order. Places of transfers that were undone stay empty.
ALTER TABLE ledger_transfer ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX transfer_by_place ON ledger_transfer (seq);

-- A resolution says what its hold said, and no more than it.
CREATE FUNCTION ledger_resolves_its_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hold ledger_transfer;
BEGIN
  SELECT * INTO hold FROM ledger_transfer WHERE seller_id = NEW.seller_id AND id = NEW.pending_id;
  IF NOT FOUND OR hold.kind <> 'pending' THEN
    RAISE EXCEPTION 'transfer % resolves %, which is no hold', NEW.id, NEW.pending_id;
  END IF;
  IF (hold.debit, hold.credit, hold.currency) <> (NEW.debit, NEW.credit, NEW.currency)
    OR hold.amount_minor < NEW.amount_minor THEN
    RAISE EXCEPTION 'transfer % says otherwise than its hold, or more', NEW.id;
  END IF;
  IF NEW.kind = 'post' AND hold.expires_at <= NEW.at THEN
    RAISE EXCEPTION 'hold % has expired', hold.id;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER transfer_resolves_its_hold BEFORE INSERT ON ledger_transfer
  FOR EACH ROW WHEN (NEW.pending_id IS NOT NULL) EXECUTE FUNCTION ledger_resolves_its_hold();

-- An account's name never changes.
CREATE FUNCTION ledger_account_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the name of an account never changes';
END $$;

CREATE TRIGGER account_stays_itself BEFORE UPDATE OF seller_id, purpose, currency ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_account_stays_itself();

-- Blocks are written once, each after the one before it.
CREATE TRIGGER block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

CREATE FUNCTION ledger_block_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last ledger_block;
BEGIN
  SELECT * INTO last FROM ledger_block ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.first_seq <= coalesce(last.last_seq, 0)
    OR NEW.previous <> coalesce(last.digest, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION 'block % does not follow block %', NEW.number, coalesce(last.number, 0);
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER block_follows BEFORE INSERT ON ledger_block
  FOR EACH ROW EXECUTE FUNCTION ledger_block_follows();

-- The canonical words of a transfer: the same on every machine, in every time zone. Its digest is over these.
CREATE FUNCTION ledger_words(t ledger_transfer) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT concat_ws('|', t.seq, t.seller_id, t.id, t.kind, t.debit, t.credit, t.currency, t.amount_minor,
    coalesce(t.pending_id::text, '-'), coalesce(t.order_key::text, '-'), extract(epoch FROM t.at),
    coalesce(extract(epoch FROM t.expires_at)::text, '-'), octet_length(t.reference), t.reference)
$$;
