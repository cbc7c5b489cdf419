-- REG-11: what the lists of appeals are searched and filtered by. Narrow tables of their own: a vector of words beside the
-- wide row would double it, and every change of the row would write the vector again.

CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE appeal_search (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL,
    -- stems of the content: Russian ones as PostgreSQL makes them, Belarusian ones after "~", names of the applicant after "@"
    words tsvector NOT NULL
);
-- the organisation is in the index: what others have is not walked through
CREATE INDEX appeal_search_words ON appeal_search USING gin (organisation_id, words);

-- Every word of applicants' names, to find the ones that look like what was typed. Not unique, so that nobody who submits
-- an appeal waits for another one with the same new name: a word may stand here twice.
CREATE TABLE search_names (
    word text NOT NULL
);
CREATE INDEX search_names_word ON search_names (word text_pattern_ops);
CREATE INDEX search_names_similar ON search_names USING gin (word gin_trgm_ops);

-- Appeals that are not searched yet: those from before this migration and those that were put in past the application.
CREATE TABLE appeal_search_waiting (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id) ON DELETE CASCADE
);
INSERT INTO appeal_search_waiting SELECT id FROM appeals;

-- Running terms in their order: the counters and the list sorted by term.
CREATE INDEX appeals_running ON appeals (organisation_id, due_on, id) WHERE status IN ('registered', 'in_progress');
CREATE INDEX appeals_topic ON appeals (organisation_id, topic_code, submitted_at DESC, id DESC);

-- What is under control is found by organisation.
ALTER TABLE appeal_cards ADD COLUMN organisation_id uuid;
UPDATE appeal_cards SET organisation_id = appeals.organisation_id FROM appeals WHERE appeals.id = appeal_id;
CREATE FUNCTION appeal_card_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT organisation_id INTO NEW.organisation_id FROM appeals WHERE id = NEW.appeal_id;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_cards_organisation BEFORE INSERT ON appeal_cards FOR EACH ROW EXECUTE FUNCTION appeal_card_organisation();
CREATE INDEX appeal_cards_controlled ON appeal_cards (organisation_id, appeal_id)
    WHERE controlled_since IS NOT NULL AND control_lifted_on IS NULL;

-- The filter that an official used last, and those kept under a name (BEY-14): the query of the list's address.
CREATE TABLE last_filters (
    account_id uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    query text NOT NULL
);
CREATE TABLE saved_searches (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name text NOT NULL,
    query text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT saved_searches_name UNIQUE (account_id, name)
);
