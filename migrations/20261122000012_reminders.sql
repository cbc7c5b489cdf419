-- Reminders of terms (CTL-09): when they are due is computed each morning; here is what an organisation chose and what was sent.

-- When an organisation's officials are reminded. No row: the usual ladder of the clock.
CREATE TABLE reminder_ladders (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    clock text NOT NULL CHECK (clock IN ('review', 'notice', 'registration')),
    -- so many calendar days before the last day of the term; 0 is the last day itself
    days_before smallint[] NOT NULL,
    -- after the last day again each so many calendar days; null: not any more
    every_days_after smallint CHECK (every_days_after BETWEEN 1 AND 30),
    changed_by uuid REFERENCES accounts (id),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, clock)
);

-- What was sent. The key is the promise: a step of a term is said once, whatever happens twice. A term that was moved is
-- another term with a ladder of its own.
CREATE TABLE reminders (
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    clock text NOT NULL CHECK (clock IN ('review', 'notice', 'registration')),
    -- the last day of the term
    due_on date NOT NULL,
    -- calendar days from the last day, as the ladder says them; negative before it
    step integer NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- the date in Minsk
    sent_on date NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (appeal_id, clock, due_on, step)
);
CREATE INDEX reminders_day ON reminders (organisation_id, sent_on);
CREATE INDEX reminders_sent ON reminders (sent_on);

-- Which organisations' reminders of a day are done: written in the same transaction, so that of two schedulers the
-- second waits for the first and then has nothing to do.
CREATE TABLE reminder_days (
    day date NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    done_at timestamptz NOT NULL,
    PRIMARY KEY (day, organisation_id)
);
