-- Letters to officials of what comes in great numbers (NOT-01): the first leaves at once; what follows it within the next
-- minutes waits here and leaves as one letter. The notices in the cabinet do not wait.
CREATE TABLE gathered_letters (
    account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- the kind of the single letter; the one that says it of several has its own
    kind text NOT NULL,
    event_id bigint NOT NULL,
    appeal_id uuid,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, kind, event_id)
);
