-- What the loaded tariffs promise, held by the database itself: rows stay as they were written, and of one key at most
-- one row is held for true on each day.

CREATE FUNCTION tariffs_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'official rows are never %ed: % is refused', lower(rtrim(TG_OP, 'E')), TG_TABLE_NAME
    USING HINT = 'Load the corrected file; what was known before stays readable.';
END $$;

-- The one change: an open row is closed. A statement that touches any other column is refused before it runs.
CREATE FUNCTION tariffs_only_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % can only be closed, once, and not be edited', TG_TABLE_NAME;
END $$;

CREATE FUNCTION tariffs_one_truth() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE twice text;
BEGIN
  EXECUTE format(
    'SELECT fresh.key FROM fresh JOIN %I AS other ON other.system = fresh.system AND other.key = fresh.key'
    ' AND other.id <> fresh.id AND other.valid_during && fresh.valid_during AND upper_inf(other.recorded_during)'
    ' WHERE upper_inf(fresh.recorded_during) LIMIT 1', TG_TABLE_NAME) INTO twice;
  IF twice IS NOT NULL THEN
    RAISE EXCEPTION '% of % would have two truths on one day', twice, TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE name text; fixed text;
BEGIN
  FOREACH name IN ARRAY ARRAY['nomenclature', 'areamember', 'measure', 'component', 'originscheme', 'originrule'] LOOP
    EXECUTE format('CREATE UNIQUE INDEX tariffs_%1$s_key ON tariffs_%1$s (system, key, lower(valid_during)) WHERE upper_inf(recorded_during)', name);
    EXECUTE format('ALTER TABLE tariffs_%1$s ADD CONSTRAINT %1$s_applies_some_day CHECK (NOT isempty(valid_during))', name);
    EXECUTE format('CREATE TRIGGER %1$s_one_truth AFTER INSERT ON tariffs_%1$s REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tariffs_one_truth()', name);
    SELECT string_agg(quote_ident(attname), ', ') INTO fixed FROM pg_attribute
      WHERE attrelid = ('tariffs_' || name)::regclass AND attnum > 0 AND attname NOT IN ('recorded_during', 'closed_by_id');
    EXECUTE format('CREATE TRIGGER %1$s_not_edited BEFORE UPDATE OF %2$s ON tariffs_%1$s FOR EACH STATEMENT EXECUTE FUNCTION tariffs_only_closed()', name, fixed);
    EXECUTE format('CREATE TRIGGER %1$s_only_closed BEFORE UPDATE ON tariffs_%1$s FOR EACH ROW WHEN (NOT upper_inf(OLD.recorded_during) OR upper_inf(NEW.recorded_during)) EXECUTE FUNCTION tariffs_only_closed()', name);
    EXECUTE format('CREATE TRIGGER %1$s_stays BEFORE DELETE OR TRUNCATE ON tariffs_%1$s FOR EACH STATEMENT EXECUTE FUNCTION tariffs_rows_stay()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['sourcefile', 'brokenrow', 'rulechange'] LOOP
    EXECUTE format('CREATE TRIGGER %1$s_stays BEFORE DELETE OR TRUNCATE ON tariffs_%1$s FOR EACH STATEMENT EXECUTE FUNCTION tariffs_rows_stay()', name);
  END LOOP;
END $$;
