-- Resolutions on appeals (REV-02 to REV-06): what a head gives to executors, what comes back.

CREATE TABLE resolutions (
    id uuid PRIMARY KEY,
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    -- its place on the card, from 1
    number integer NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'returned', 'issued', 'executing', 'consolidated', 'confirmed', 'finished', 'cancelled')),
    -- Text, executors and terms stay as they are once issued, the result once finished: an electronic signature over
    -- either holds for good. Whoever signs is head_id for the resolution, finished_by for the result.
    text text NOT NULL,
    -- REG-06: a new term of the appeal, set when it is issued
    new_due_on date,
    new_due_reason text NOT NULL DEFAULT '',
    -- who prepared it
    author_id uuid NOT NULL REFERENCES accounts (id),
    -- the head whose resolution it is: for whom it was prepared, who has issued it
    head_id uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    issued_at timestamptz,
    -- why the draft was returned, or the resolution taken back
    reason text NOT NULL DEFAULT '',
    -- сводный результат; the applicant reads it once the resolution is finished
    result text NOT NULL DEFAULT '',
    consolidated_at timestamptz,
    finished_by uuid REFERENCES accounts (id),
    -- finished or taken back
    ended_at timestamptz,
    -- grows with each change: of two who work on it the second gets a conflict
    version integer NOT NULL DEFAULT 1,
    UNIQUE (appeal_id, number)
);
-- REV-03: drafts that wait for a head
CREATE INDEX resolutions_drafts ON resolutions (head_id, created_at) WHERE state = 'draft';
CREATE INDEX resolutions_returned ON resolutions (author_id, created_at) WHERE state = 'returned';

-- What a resolution gives to one executor.
CREATE TABLE resolution_tasks (
    id uuid PRIMARY KEY,
    resolution_id uuid NOT NULL REFERENCES resolutions (id),
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    -- the organisation that the appeal is in
    home_id uuid NOT NULL REFERENCES organisations (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- in whose name: the same organisation or a subordinate one
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    position integer NOT NULL,
    responsible boolean NOT NULL,
    -- the executor's own term
    due_on date NOT NULL,
    state text NOT NULL DEFAULT 'assigned' CHECK (state IN ('assigned', 'entered', 'returned', 'accepted')),
    confirmed boolean NOT NULL DEFAULT false,
    result text NOT NULL DEFAULT '',
    entered_at timestamptz,
    return_reason text NOT NULL DEFAULT '',
    -- who gave it and when: null while it is a draft
    assigned_by uuid REFERENCES accounts (id),
    assigned_at timestamptz,
    -- the executor may read the appeal: issued and not taken back
    visible boolean NOT NULL DEFAULT false,
    -- the resolution is under way
    active boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    UNIQUE (resolution_id, account_id)
);
CREATE UNIQUE INDEX resolution_tasks_responsible ON resolution_tasks (resolution_id) WHERE responsible;
CREATE INDEX resolution_tasks_appeal ON resolution_tasks (appeal_id, account_id);
-- CTL-05: the four lists, the earliest term first
CREATE INDEX resolution_tasks_account ON resolution_tasks (account_id, active, due_on, id) WHERE visible;
CREATE INDEX resolution_tasks_assigned_by ON resolution_tasks (assigned_by, active, due_on, id) WHERE visible;
CREATE INDEX resolution_tasks_organisation ON resolution_tasks (organisation_id, active, due_on, id) WHERE visible;
CREATE INDEX resolution_tasks_controlled ON resolution_tasks (home_id, active, due_on, id) WHERE visible AND organisation_id <> home_id;
-- CTL-09: terms that run
CREATE INDEX resolution_tasks_running ON resolution_tasks (home_id, id) WHERE active AND state IN ('assigned', 'returned');

-- A file of a resolution: of its text, of an executor's result (the owner's), of the consolidated result.
ALTER TABLE files ADD COLUMN resolution_id uuid REFERENCES resolutions (id);
ALTER TABLE files ADD COLUMN resolution_part text CHECK (resolution_part IN ('text', 'result', 'consolidated'));

-- An executor's own term has reminders too.
ALTER TABLE reminder_ladders DROP CONSTRAINT reminder_ladders_clock_check;
ALTER TABLE reminder_ladders ADD CONSTRAINT reminder_ladders_clock_check CHECK (clock IN ('review', 'notice', 'registration', 'execution'));
ALTER TABLE reminders DROP CONSTRAINT reminders_clock_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_clock_check CHECK (clock IN ('review', 'notice', 'registration', 'execution'));
