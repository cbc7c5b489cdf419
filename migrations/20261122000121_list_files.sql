-- REG-11: a list of appeals as a file is formed, kept and removed as reports are. Such a row has the list's filter and its
-- organisation (domain search ListOrder) here; its question is empty and its period the day on which it was asked for.
ALTER TABLE reports ADD COLUMN list jsonb;
