-- Drafts, appeals, their events, files, answers and documents.

-- One key for ever: the permutation that turns the sequence into numbers nobody can guess in order (SUB-08).
CREATE TABLE number_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO number_key DEFAULT VALUES;
-- Submitters never wait for one another on it; gaps that rollbacks leave are hidden by the permutation.
CREATE SEQUENCE appeal_numbers AS bigint CACHE 20;

CREATE TABLE drafts (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- the form as typed (domain AppealForm)
    form jsonb NOT NULL,
    -- grows with each save: a save from an old page does not overwrite a newer one
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX drafts_account ON drafts (account_id, updated_at DESC);

CREATE TABLE appeals (
    id uuid PRIMARY KEY,
    -- № в СО: ten digits with a check digit
    number bigint NOT NULL UNIQUE,
    -- with the number it opens the status page (BEY-15); plain, since whoever reads this table reads the appeal itself
    access_code text NOT NULL,
    -- the draft it was submitted from: a repeated submission finds its appeal here instead of making a second one
    draft_id uuid UNIQUE,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- null for what a clerk enters on someone's behalf
    account_id uuid REFERENCES accounts (id),
    kind text NOT NULL CHECK (kind IN ('application', 'proposal', 'complaint')),
    form text NOT NULL CHECK (form IN ('electronic', 'written', 'oral')),
    status text NOT NULL,
    topic_code text NOT NULL REFERENCES topics (code),
    subtopic_code text REFERENCES topics (code),
    content text NOT NULL,
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    answer_way text NOT NULL CHECK (answer_way IN ('cabinet', 'email', 'post')),
    collective boolean NOT NULL DEFAULT false,
    participants_count integer,
    against_employee text,
    against_unp text,
    -- the applicant as at submission: later changes of the profile do not rewrite what was submitted
    applicant_kind text NOT NULL CHECK (applicant_kind IN ('person', 'entrepreneur', 'legal_entity')),
    applicant_name text NOT NULL,
    applicant jsonb NOT NULL,
    address text NOT NULL,
    submitted_at timestamptz NOT NULL,
    -- REG-04
    registration_limit_at timestamptz NOT NULL,
    registered_at timestamptz,
    registered_on date,
    registered_by uuid REFERENCES accounts (id),
    registration_index text,
    journal_year smallint,
    -- the two clocks (REG-06, REG-06a); whether they are missed is computed from today, never stored
    term text,
    due_on date,
    notice_due_on date,
    calendar_version integer,
    case_number text,
    note text NOT NULL DEFAULT '',
    completed_at timestamptz,
    outcome text,
    -- grows with each change: two officials on one card, the second gets a conflict
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX appeals_account ON appeals (account_id, submitted_at DESC, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX appeals_organisation ON appeals (organisation_id, submitted_at DESC, id DESC);
CREATE INDEX appeals_organisation_status ON appeals (organisation_id, status, submitted_at DESC, id DESC);
CREATE INDEX appeals_due ON appeals (due_on) WHERE status IN ('registered', 'in_progress');
CREATE UNIQUE INDEX appeals_index ON appeals (organisation_id, journal_year, registration_index) WHERE registration_index IS NOT NULL;

-- REG-03: the last number given in an organisation's journal of a year, a row a series (letter).
CREATE TABLE journals (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    year smallint NOT NULL,
    series text NOT NULL,
    last_number integer NOT NULL,
    PRIMARY KEY (organisation_id, year, series)
);

-- Who did what and when: history, notices, exchange and reports read this one table.
CREATE TABLE appeal_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    at timestamptz NOT NULL,
    kind text NOT NULL,
    -- null: the system itself
    account_id uuid REFERENCES accounts (id),
    data jsonb NOT NULL DEFAULT '{}',
    -- readers of the feed stop at the oldest transaction still running, so one that commits late is not skipped
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX appeal_events_appeal ON appeal_events (appeal_id, id);
CREATE TRIGGER appeal_events_append_only BEFORE UPDATE OR DELETE ON appeal_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE answers (
    id uuid PRIMARY KEY,
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    text text NOT NULL,
    outcome text NOT NULL,
    number text NOT NULL,
    dated date NOT NULL,
    created_by uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX answers_appeal ON answers (appeal_id);

-- An uploaded file. Its bytes come in chunk objects uploads/{id}/{index}; what was checked is kept under
-- files/{id}/{sha256}, which no request from outside can write.
CREATE TABLE files (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES accounts (id),
    -- exactly one holder; a file whose draft is gone belongs to nothing and is removed after a day
    draft_id uuid REFERENCES drafts (id) ON DELETE SET NULL,
    appeal_id uuid REFERENCES appeals (id),
    answer_id uuid REFERENCES answers (id),
    -- uploaded by an official for an answer that is not sent yet
    answer_to_appeal_id uuid REFERENCES appeals (id),
    position bigint NOT NULL DEFAULT 0,
    -- SUB-05: the scan that lists every participant of a collective appeal
    participants_list boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    -- the browser's mark of the same file (name, size, time) by which an upload is resumed after a reload
    fingerprint text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('uploading', 'checking', 'clean', 'infected', 'broken')),
    fault text,
    flags jsonb NOT NULL DEFAULT '[]',
    sha256 bytea,
    has_preview boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    checked_at timestamptz,
    CHECK ((state = 'clean') = (sha256 IS NOT NULL))
);
CREATE INDEX files_draft ON files (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX files_appeal ON files (appeal_id) WHERE appeal_id IS NOT NULL;
CREATE INDEX files_answer ON files (answer_id) WHERE answer_id IS NOT NULL;
CREATE INDEX files_answer_to ON files (answer_to_appeal_id) WHERE answer_to_appeal_id IS NOT NULL AND answer_id IS NULL;
CREATE INDEX files_unheld ON files (updated_at) WHERE appeal_id IS NULL AND answer_id IS NULL;

-- Formed by the reports function: the answer and the receipt as PDF, the appeal's export as ZIP.
CREATE TABLE documents (
    id uuid PRIMARY KEY,
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    answer_id uuid REFERENCES answers (id),
    kind text NOT NULL CHECK (kind IN ('answer_pdf', 'receipt_pdf', 'appeal_export')),
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    -- the appeal's version it shows: an export asked for after a change is formed anew
    appeal_version integer NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('forming', 'ready', 'failed')),
    object_key text,
    sha256 bytea,
    size bigint,
    requested_by uuid REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    ready_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (appeal_id, kind, locale, answer_id, appeal_version)
);
