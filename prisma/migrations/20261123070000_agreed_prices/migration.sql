-- AlterTable
ALTER TABLE "price_feeds" ADD COLUMN     "last_reading" JSONB;

-- AlterTable
ALTER TABLE "price_proposals" ADD COLUMN     "lapsed" BOOLEAN NOT NULL DEFAULT false;

-- An agreement ends on a quarter-hour after its beginning; a list price ends with the next one alone.
ALTER TABLE "prices" ADD CONSTRAINT "prices_end_on_a_quarter_hour" CHECK (
  valid_until IS NULL
  OR (kind = 'negotiated' AND valid_until > valid_from AND extract(epoch FROM valid_until)::bigint % 900 = 0 AND extract(milliseconds FROM valid_until)::bigint % 1000 = 0)
);

-- A price is never edited, but for one thing: an agreement can be ended early, at a time that is still to come.
CREATE FUNCTION refuse_price_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - 'valid_until' IS DISTINCT FROM to_jsonb(NEW) - 'valid_until' OR OLD.kind <> 'negotiated' THEN
    RAISE EXCEPTION '% is never edited: add a row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.valid_until IS NULL OR NEW.valid_until <= clock_timestamp() OR NEW.valid_until > OLD.valid_until OR OLD.valid_until <= clock_timestamp() THEN
    RAISE EXCEPTION 'an agreed price can only be ended earlier, at a time that is still to come' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER prices_immutable ON "prices";
CREATE TRIGGER prices_immutable BEFORE UPDATE ON "prices" FOR EACH ROW EXECUTE FUNCTION refuse_price_update();
