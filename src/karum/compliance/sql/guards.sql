-- What people decided is written once; after ten years it may be forgotten.
CREATE FUNCTION compliance_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '10 years' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'decisions are written once: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER decision_written_once BEFORE UPDATE OR DELETE ON compliance_decision
  FOR EACH ROW EXECUTE FUNCTION compliance_written_once();

CREATE FUNCTION compliance_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'decisions are written once: TRUNCATE on % is refused', TG_TABLE_NAME;
END $$;

CREATE TRIGGER decision_never_emptied BEFORE TRUNCATE ON compliance_decision
  FOR EACH STATEMENT EXECUTE FUNCTION compliance_never_emptied();

-- Of a listed entry only the end may be added: a decision says for ever what it was about.
CREATE FUNCTION compliance_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.list_kind, NEW.key, NEW.kind, NEW.names, NEW.countries, NEW.births, NEW.programmes, NEW.remarks, NEW.digest)
     IS DISTINCT FROM
     (OLD.list_kind, OLD.key, OLD.kind, OLD.names, OLD.countries, OLD.births, OLD.programmes, OLD.remarks, OLD.digest)
     OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a listed entry is never edited: it is closed and stated anew';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER listed_party_kept BEFORE UPDATE ON compliance_listedparty
  FOR EACH ROW EXECUTE FUNCTION compliance_entry_kept();
