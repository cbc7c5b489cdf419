-- BEY-07: appeals to which nothing happens. The ladder of the clock `silence` is one number: after so many working days
-- without an event officials are told, once; the row in `reminders` has the day of the last event as its due_on.
ALTER TABLE reminder_ladders DROP CONSTRAINT reminder_ladders_clock_check;
ALTER TABLE reminder_ladders ADD CONSTRAINT reminder_ladders_clock_check
    CHECK (clock IN ('review', 'notice', 'registration', 'execution', 'silence'));
ALTER TABLE reminders DROP CONSTRAINT reminders_clock_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_clock_check
    CHECK (clock IN ('review', 'notice', 'registration', 'execution', 'silence'));
