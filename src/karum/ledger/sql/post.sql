-- Write transfers and move each account once, or do nothing and say why not; null when it was written.
--
-- Accounts are locked in the order of their keys, so that two batches can never deadlock: a nested loop follows the order
-- of the rows that drive it, hence the settings. ``free`` and ``owed`` must stand in an account beforehand: credits over
-- debits, or debits over credits, with holds. ``whole``: the posts and voids are taken to be of all that was held.
-- Deltas, not sums: what is added here is what the transfers say. A list that is too short goes on with nulls.
CREATE FUNCTION ledger_post(
  account_sellers bigint[], account_purposes text[], account_currencies text[],
  debits_pending bigint[], debits_posted bigint[], credits_pending bigint[], credits_posted bigint[],
  free bigint[], owed bigint[],
  sellers bigint[], ids uuid[], kinds text[], debits text[], credits text[], currencies text[], amounts bigint[],
  pending_ids uuid[], order_keys uuid[], transfer_references text[], expiries timestamptz[], at_moment timestamptz,
  whole boolean
) RETURNS text LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE moved bigint;
BEGIN
  UPDATE ledger_account AS a SET
    debits_pending = a.debits_pending + delta.debits_pending,
    debits_posted = a.debits_posted + delta.debits_posted,
    credits_pending = a.credits_pending + delta.credits_pending,
    credits_posted = a.credits_posted + delta.credits_posted
  FROM (
    SELECT * FROM unnest(
      account_sellers, account_purposes, account_currencies, ledger_post.debits_pending, ledger_post.debits_posted,
      ledger_post.credits_pending, ledger_post.credits_posted, free, owed
    ) AS given(seller_id, purpose, currency, debits_pending, debits_posted, credits_pending, credits_posted, free, owed)
    ORDER BY seller_id, purpose, currency
  ) AS delta
  WHERE a.seller_id = delta.seller_id AND a.purpose = delta.purpose AND a.currency = delta.currency
    AND (delta.free = 0 OR a.credits_posted - a.debits_posted - a.debits_pending >= delta.free)
    AND (delta.owed = 0 OR a.debits_posted - a.credits_posted - a.credits_pending >= delta.owed);
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved < cardinality(account_sellers) THEN
    RAISE EXCEPTION 'an account is not there, or has too little';
  END IF;

  INSERT INTO ledger_transfer
    (seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, order_key, reference, expires_at, at)
  SELECT *, at_moment FROM unnest(
    sellers, ids, kinds, debits, credits, currencies, amounts, pending_ids, order_keys, transfer_references, expiries);
  IF cardinality(expiries) > 0 THEN
    INSERT INTO ledger_expiry (seller_id, hold_id, expires_at)
    SELECT * FROM unnest(sellers, ids, expiries) AS given(seller_id, hold_id, expires_at) WHERE expires_at IS NOT NULL;
  END IF;
  IF whole AND cardinality(pending_ids) > 0 THEN
    PERFORM FROM unnest(sellers, pending_ids, amounts) AS given(seller_id, hold_id, amount)
      JOIN ledger_transfer AS hold ON hold.seller_id = given.seller_id AND hold.id = given.hold_id
      WHERE hold.amount_minor <> given.amount;
    IF FOUND THEN
      RAISE EXCEPTION 'a hold is more than its end says';
    END IF;
  END IF;
  RETURN NULL;
EXCEPTION WHEN unique_violation OR check_violation OR raise_exception THEN
  RETURN SQLERRM;
END $$;
