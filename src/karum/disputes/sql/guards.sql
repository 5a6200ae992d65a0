-- What was said, offered, decided and shown in a case is written once; after ten years it may be forgotten.
CREATE FUNCTION disputes_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '10 years' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'cases are written once: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION disputes_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cases are written once: TRUNCATE on % is refused', TG_TABLE_NAME;
END $$;

CREATE TRIGGER case_event_written_once BEFORE UPDATE OR DELETE ON disputes_caseevent
  FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER offer_written_once BEFORE UPDATE OR DELETE ON disputes_offer
  FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER award_written_once BEFORE UPDATE OR DELETE ON disputes_decision
  FOR EACH ROW EXECUTE FUNCTION disputes_written_once();
CREATE TRIGGER evidence_written_once BEFORE UPDATE OR DELETE ON disputes_evidence
  FOR EACH ROW EXECUTE FUNCTION disputes_written_once();

CREATE TRIGGER case_event_never_emptied BEFORE TRUNCATE ON disputes_caseevent
  FOR EACH STATEMENT EXECUTE FUNCTION disputes_never_emptied();
CREATE TRIGGER offer_never_emptied BEFORE TRUNCATE ON disputes_offer
  FOR EACH STATEMENT EXECUTE FUNCTION disputes_never_emptied();
CREATE TRIGGER award_never_emptied BEFORE TRUNCATE ON disputes_decision
  FOR EACH STATEMENT EXECUTE FUNCTION disputes_never_emptied();
CREATE TRIGGER evidence_never_emptied BEFORE TRUNCATE ON disputes_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION disputes_never_emptied();

-- An appeal goes to another person: nobody hears the appeal against herself.
CREATE FUNCTION disputes_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.on_appeal AND EXISTS (
    SELECT 1 FROM disputes_decision WHERE case_id = NEW.case_id AND person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'person % has decided case % before', NEW.person_id, NEW.case_id;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER appeal_by_another_person BEFORE INSERT ON disputes_decision
  FOR EACH ROW EXECUTE FUNCTION disputes_another_person();
