-- The audit trail is written once.
CREATE FUNCTION orders_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER order_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON orders_orderevent
  FOR EACH STATEMENT EXECUTE FUNCTION orders_append_only();

ALTER TABLE orders_order SET (fillfactor = 80);

-- Frozen facts are 4 KB that are written once: compressing them costs as much as placing the order.
ALTER TABLE orders_order ALTER COLUMN facts SET STORAGE EXTERNAL;
