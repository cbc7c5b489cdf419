-- REV-12: the form about the appeal of answer_to_appeal_id that a file was uploaded for: that form alone offers it
ALTER TABLE files ADD COLUMN purpose text NOT NULL DEFAULT 'answer';
ALTER TABLE files ADD CONSTRAINT files_purpose CHECK (purpose IN ('answer', 'message', 'reply', 'leaving', 'redirection', 'withdrawal',
    'request', 'order', 'resolution', 'result', 'consolidated')) NOT VALID;
-- of a form about one resolution: that one; null for a resolution that is not kept yet
ALTER TABLE files ADD COLUMN purpose_resolution_id uuid REFERENCES resolutions (id);
