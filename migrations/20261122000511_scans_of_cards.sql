-- REG-08: a scan that was missing is added to a card: uploaded for it, and given to the appeal when the correction is made.
ALTER TABLE files ADD COLUMN scan_of_appeal_id uuid REFERENCES appeals (id);
