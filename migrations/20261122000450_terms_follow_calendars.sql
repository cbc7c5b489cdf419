-- REG-07: terms and registration limits follow the calendar, and go back with it when a change of it is taken back.

-- A term that was set by hand as it was set: the last day that counts is this one or the first working day after it.
ALTER TABLE appeals ADD COLUMN set_due_on date;
COMMENT ON COLUMN appeals.term IS '15d, 1m: computed; changed: set by hand; given: by another system at registration';
COMMENT ON COLUMN appeals.set_due_on IS 'the day that was set by hand; due_on is the first working day on or after it';
UPDATE appeals SET term = COALESCE(term, 'given'), set_due_on = due_on
WHERE registered_on IS NOT NULL AND due_on IS NOT NULL AND (term IS NULL OR term = 'changed');

-- Appeals that wait for their registration count too: until when they are registered in time is told by the calendar.
DROP INDEX appeals_calendar;
CREATE INDEX appeals_calendar ON appeals (COALESCE(calendar_version, 0)) WHERE status IN ('submitted', 'in_moderation', 'registered', 'in_progress');

-- When the open appeals of the organisation were told to follow a version of its hours.
ALTER TABLE organisation_schedules ADD COLUMN followed_at timestamptz;
ALTER TABLE organisation_schedules ADD COLUMN created_by uuid REFERENCES accounts (id);
UPDATE organisation_schedules SET followed_at = created_at;
CREATE INDEX organisation_schedules_new ON organisation_schedules (created_at) WHERE followed_at IS NULL;
COMMENT ON COLUMN organisation_schedules.followed_at IS 'when its open appeals were marked to be computed anew; null: soon';
COMMENT ON COLUMN organisation_schedules.created_by IS 'who set it; null: given with the organisation';
