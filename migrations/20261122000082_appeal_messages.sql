-- What an organisation writes to an applicant while it considers an appeal, and what the applicant replies (REV-09).
CREATE TABLE appeal_messages (
    id uuid PRIMARY KEY,
    -- the instance of the organisation that writes or is written to
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    -- question: the applicant is asked for details; answer: an answer before the last one; reply: the applicant's
    kind text NOT NULL CHECK (kind IN ('question', 'answer', 'reply')),
    text text NOT NULL,
    author_id uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX appeal_messages_appeal ON appeal_messages (appeal_id, created_at);

-- A file of a message; its appeal_id is the message's.
ALTER TABLE files ADD COLUMN message_id uuid REFERENCES appeal_messages (id);
