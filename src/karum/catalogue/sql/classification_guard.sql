-- What was shown and confirmed stays as it was.
CREATE FUNCTION catalogue_classification_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a classification is never edited: confirm the code anew';
END $$;

CREATE TRIGGER classification_stays BEFORE UPDATE ON catalogue_classification
  FOR EACH ROW EXECUTE FUNCTION catalogue_classification_stays();
