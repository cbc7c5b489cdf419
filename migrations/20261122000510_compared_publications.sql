-- BEY-01: an answer is published in other words than those of the appeal. The next one who has the same question writes the words of the appeal.
ALTER TABLE published_answers
    -- stems by which a text that is being written is compared: of the title with weight A, of the question with B, of the appeals
    -- that were answered with C. These last are compared and never shown, and hold no names, addresses or numbers.
    ADD COLUMN compared tsvector,
    -- the `published_at` of the text that they were made of; another one or none: the clock makes them
    ADD COLUMN compared_at timestamptz;
CREATE INDEX published_answers_compared ON published_answers USING gin (compared) WHERE withdrawn_at IS NULL;
CREATE INDEX published_answers_subtopic ON published_answers (subtopic_code, published_at DESC, id DESC) WHERE withdrawn_at IS NULL;
CREATE INDEX published_answers_uncompared ON published_answers (appeal_id) WHERE compared_at IS DISTINCT FROM published_at;
