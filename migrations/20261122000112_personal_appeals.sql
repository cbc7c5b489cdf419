-- Addressed to the head personally (SUB-07): addressed while it is moderated, passed once it is in the head's cabinet,
-- ordinary where it was taken into the usual processing with the head's agreement. Null: never addressed so.
ALTER TABLE appeals ADD COLUMN to_head text CHECK (to_head IN ('addressed', 'passed', 'ordinary'));
