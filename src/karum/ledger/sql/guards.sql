-- What the books promise, held by the database itself.

-- Transfers are written once.
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING HINT = 'Write a new transfer that corrects the old one.';
END $$;

CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

CREATE TRIGGER account_stays BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

-- An account opens empty, and stays who it is.
CREATE FUNCTION ledger_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.debits_pending <> 0 OR NEW.debits_posted <> 0 OR NEW.credits_pending <> 0 OR NEW.credits_posted <> 0 THEN
    RAISE EXCEPTION 'account %:%:% must open empty', NEW.seller_id, NEW.purpose, NEW.currency;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER account_opens_empty BEFORE INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_opens_empty();

-- Every statement that moves balances moves debits and credits alike, in each seller's books and each currency.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong record;
BEGIN
  SELECT seller_id, currency INTO wrong FROM (
    SELECT seller_id, currency, debits_posted - credits_posted AS posted, debits_pending - credits_pending AS pending FROM moved_to
    UNION ALL
    SELECT seller_id, currency, credits_posted - debits_posted, credits_pending - debits_pending FROM moved_from
  ) AS both_sides
  GROUP BY seller_id, currency HAVING sum(posted) <> 0 OR sum(pending) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'debits and credits differ in the books of seller % in %', wrong.seller_id, wrong.currency;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER account_balanced AFTER UPDATE ON ledger_account
  REFERENCING OLD TABLE AS moved_from NEW TABLE AS moved_to
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_balanced();

ALTER TABLE ledger_account SET (fillfactor = 50);
