-- What was done to a review, by whom and why, is written once; after ten years it may be forgotten.
CREATE FUNCTION reviews_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '10 years' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit of reviews is written once: % is refused', TG_OP;
END $$;
CREATE TRIGGER review_event_written_once BEFORE UPDATE OR DELETE ON reviews_reviewevent
  FOR EACH ROW EXECUTE FUNCTION reviews_written_once();

-- A review belongs to what was bought: nobody moves it to other goods, another seller or another buyer.
CREATE FUNCTION reviews_stay_where_they_are() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.seller_id, NEW.order_key, NEW.position, NEW.offer_id, NEW.product_id, NEW.buyer, NEW.country, NEW.written_at)
     IS DISTINCT FROM
     (OLD.seller_id, OLD.order_key, OLD.position, OLD.offer_id, OLD.product_id, OLD.buyer, OLD.country, OLD.written_at)
  THEN
    RAISE EXCEPTION 'review % belongs to what was bought', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE ON reviews_review
  FOR EACH ROW EXECUTE FUNCTION reviews_stay_where_they_are();
CREATE FUNCTION reviews_are_hidden_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'reviews are hidden by the hub, not deleted';
END $$;
CREATE TRIGGER review_not_deleted BEFORE DELETE ON reviews_review
  FOR EACH ROW EXECUTE FUNCTION reviews_are_hidden_not_deleted();
