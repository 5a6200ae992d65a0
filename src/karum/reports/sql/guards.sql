-- What was issued or declared stays as it is.
CREATE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was issued is frozen: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER fee_invoice_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_feeinvoice
  FOR EACH STATEMENT EXECUTE FUNCTION reports_append_only();
CREATE TRIGGER tax_return_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_taxreturn
  FOR EACH STATEMENT EXECUTE FUNCTION reports_append_only();
CREATE TRIGGER remittance_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_remittance
  FOR EACH STATEMENT EXECUTE FUNCTION reports_append_only();

-- A number is given once and the next one follows it.
CREATE FUNCTION reports_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last <> OLD.last + 1 OR NEW.year <> OLD.year THEN
    RAISE EXCEPTION 'the numbers of % go from % to %', OLD.year, OLD.last, NEW.last;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER invoice_series_no_gap BEFORE UPDATE ON reports_invoiceseries
  FOR EACH ROW EXECUTE FUNCTION reports_no_gap();
CREATE TRIGGER invoice_series_stays BEFORE DELETE OR TRUNCATE ON reports_invoiceseries
  FOR EACH STATEMENT EXECUTE FUNCTION reports_append_only();
