-- What was said is not changed afterwards: it may be evidence. A question that was never confirmed may be forgotten.
CREATE FUNCTION talk_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at < now() - interval '10 years' OR EXISTS (
      SELECT 1 FROM talk_conversation WHERE id = OLD.conversation_id AND confirmed_at IS NULL
    ) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'talk is written once: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER talk_message_written_once BEFORE UPDATE OR DELETE ON talk_message
  FOR EACH ROW EXECUTE FUNCTION talk_written_once();
CREATE TRIGGER talk_event_written_once BEFORE UPDATE OR DELETE ON talk_talkevent
  FOR EACH ROW EXECUTE FUNCTION talk_written_once();

-- Nothing is published that its asker did not allow, and only what she asked and the shop answered about that product.
CREATE FUNCTION talk_published_with_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.withdrawn_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM talk_conversation AS c
    JOIN talk_message AS asked ON asked.conversation_id = c.id AND asked.id = NEW.question_id AND asked.side = 'asker'
    JOIN talk_message AS answer ON answer.conversation_id = c.id AND answer.id = NEW.answer_id AND answer.side = 'seller'
    WHERE c.id = NEW.conversation_id AND c.may_publish AND c.product_id = NEW.product_id
      AND c.seller_id = NEW.seller_id AND c.confirmed_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'conversation % may not be published', NEW.conversation_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER talk_consent BEFORE INSERT OR UPDATE ON talk_publicanswer
  FOR EACH ROW EXECUTE FUNCTION talk_published_with_consent();
