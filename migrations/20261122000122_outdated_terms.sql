-- REG-07: open appeals whose terms were computed by an older national calendar are found at once when it changes.
CREATE INDEX appeals_calendar ON appeals (calendar_version) WHERE status IN ('registered', 'in_progress');
