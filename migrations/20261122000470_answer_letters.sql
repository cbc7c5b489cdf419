-- REV-10: letters that carry an answer. They go to the applicant of an appeal, who may have no cabinet.
ALTER TABLE deliveries ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_to_whom CHECK (account_id IS NOT NULL OR appeal_id IS NOT NULL) NOT VALID;
-- what the letter carries and waits for; null: nothing is formed for it
ALTER TABLE deliveries ADD COLUMN document_id uuid REFERENCES documents (id);
