-- REV-10 (law, art. 18): who signs an answer, in the words that stand under it. Null: an answer from before, or nobody was named.
ALTER TABLE answers ADD COLUMN signatory_id uuid REFERENCES accounts (id);
ALTER TABLE answers ADD COLUMN signatory_position text;
ALTER TABLE answers ADD COLUMN signatory_name text;
COMMENT ON COLUMN answers.signatory_id IS 'the official of the organisation; null where a program named the signatory';
COMMENT ON COLUMN answers.signatory_position IS 'as it was when the answer was given, in the language of the appeal';
COMMENT ON COLUMN answers.signatory_name IS 'as it was when the answer was given';
ALTER TABLE answers ADD CONSTRAINT answers_signatory CHECK ((signatory_position IS NULL) = (signatory_name IS NULL)) NOT VALID;
