-- CTL-09: the terms of requests, orders and controls are reminded of on both sides: clock "assignment" to the organisation that
-- is to answer, clock "control" to the one that wants the answer.
ALTER TABLE reminder_ladders DROP CONSTRAINT reminder_ladders_clock_check;
ALTER TABLE reminder_ladders ADD CONSTRAINT reminder_ladders_clock_check
    CHECK (clock IN ('review', 'notice', 'registration', 'execution', 'silence', 'assignment', 'control'));

-- What was sent; the key is the promise, as in reminders: a step of a term is said once to a side.
CREATE TABLE assignment_reminders (
    assignment_id uuid NOT NULL REFERENCES assignments (id),
    clock text NOT NULL CHECK (clock IN ('assignment', 'control')),
    due_on date NOT NULL,
    step integer NOT NULL,
    -- the side that was told
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- the date in Minsk
    sent_on date NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (assignment_id, clock, due_on, step)
);
CREATE INDEX assignment_reminders_day ON assignment_reminders (organisation_id, sent_on);
CREATE INDEX assignment_reminders_sent ON assignment_reminders (sent_on);
