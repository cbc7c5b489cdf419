-- What an official has typed of an answer that is not sent yet: it is kept while a file goes straight to the storage
-- (REV-12), and while the official looks at the answer before sending it.
CREATE TABLE answer_drafts (
    appeal_id uuid NOT NULL REFERENCES appeals (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- All as typed, checked only when the answer is sent.
    text text NOT NULL,
    outcome text NOT NULL,
    number text NOT NULL,
    dated text NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (appeal_id, account_id)
);
CREATE INDEX answer_drafts_old ON answer_drafts (saved_at);
