-- What one organisation wants of another about an appeal: a request (CTL-01, CTL-07), an order to a subordinate one
-- (CTL-02), the report on an appeal that was sent on under control (CTL-04).
CREATE TABLE assignments (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('request', 'order', 'control')),
    -- the instance of the organisation that asks
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    sender_id uuid NOT NULL REFERENCES organisations (id),
    -- null: an organisation outside of the system, which is named
    receiver_id uuid REFERENCES organisations (id),
    outside text,
    -- control: the instance of the organisation that is to report
    received_appeal_id uuid REFERENCES appeals (id),
    -- what the receiver reads of the appeal besides the text of the assignment
    shows_content boolean NOT NULL DEFAULT false,
    shows_applicant boolean NOT NULL DEFAULT false,
    state text NOT NULL CHECK (state IN ('open', 'reported', 'closed')),
    -- the term that counts now; each step keeps its own
    due_on date NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    -- grows with each step: of two who act at once the second gets a conflict
    version integer NOT NULL DEFAULT 1,
    CHECK ((receiver_id IS NULL) = (outside IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX assignments_appeal ON assignments (appeal_id);
CREATE INDEX assignments_received_appeal ON assignments (received_appeal_id) WHERE received_appeal_id IS NOT NULL;
-- the lists of both sides: what waits, the earliest term first; what is over, the newest first
CREATE INDEX assignments_received ON assignments (receiver_id, due_on, id) WHERE state <> 'closed';
CREATE INDEX assignments_received_closed ON assignments (receiver_id, closed_at DESC, id DESC) WHERE state = 'closed';
CREATE INDEX assignments_sent ON assignments (sender_id, due_on, id) WHERE state <> 'closed';
CREATE INDEX assignments_sent_closed ON assignments (sender_id, closed_at DESC, id DESC) WHERE state = 'closed';

-- Everything said about an assignment, by either side.
CREATE TABLE assignment_steps (
    id uuid PRIMARY KEY,
    assignment_id uuid NOT NULL REFERENCES assignments (id),
    kind text NOT NULL CHECK (kind IN ('sent', 'reported', 'accepted', 'ordered_again', 'called_off')),
    text text NOT NULL,
    -- the term that this step sets
    due_on date,
    account_id uuid NOT NULL REFERENCES accounts (id),
    at timestamptz NOT NULL
);
CREATE INDEX assignment_steps_assignment ON assignment_steps (assignment_id, at, id);

-- A file of an assignment: uploaded for the next step while it has none, part of a step afterwards. Such files belong to
-- no appeal: they are read by the two sides and nobody else.
ALTER TABLE files
    ADD COLUMN assignment_id uuid REFERENCES assignments (id),
    ADD COLUMN assignment_step_id uuid REFERENCES assignment_steps (id);

-- An instance that was made of a part of the questions (CTL-03): the sender's own goes on.
CREATE TABLE partial_redirections (
    -- the receiver's instance
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id),
    questions text NOT NULL,
    explanation text NOT NULL
);
