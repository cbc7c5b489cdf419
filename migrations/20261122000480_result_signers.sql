-- REV-06: the head whom the responsible executor has chosen to sign the consolidated result; null: the executor finishes.
ALTER TABLE resolutions ADD COLUMN signer_id uuid REFERENCES accounts (id);
COMMENT ON COLUMN resolutions.signer_id IS 'the head who is to sign the consolidated result; finished_by is who has';
