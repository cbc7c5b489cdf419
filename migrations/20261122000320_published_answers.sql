-- BEY-01: answers that organisations have published, for whoever has the same question. Nobody's personal data are in them.
CREATE TABLE published_answers (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- of which appeal it was made; the public pages never say
    appeal_id uuid NOT NULL UNIQUE REFERENCES appeals (id),
    topic_code text NOT NULL REFERENCES topics (code),
    subtopic_code text REFERENCES topics (code),
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    title text NOT NULL,
    question text NOT NULL,
    answer text NOT NULL,
    -- stems as in appeal_search: of title and question with weight A, of the answer with weight B
    words tsvector NOT NULL,
    published_by uuid NOT NULL REFERENCES accounts (id),
    published_at timestamptz NOT NULL,
    -- not shown any more since
    withdrawn_at timestamptz
);
CREATE INDEX published_answers_words ON published_answers USING gin (words) WHERE withdrawn_at IS NULL;
CREATE INDEX published_answers_topic ON published_answers (topic_code, published_at DESC, id DESC) WHERE withdrawn_at IS NULL;
CREATE INDEX published_answers_newest ON published_answers (published_at DESC, id DESC) WHERE withdrawn_at IS NULL;
