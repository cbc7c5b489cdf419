-- REV-10: an answer that is looked at before it is sent has an address of its own: its draft holds all that is sent.
-- an account, as typed; empty: as proposed
ALTER TABLE answer_drafts ADD COLUMN signatory text NOT NULL DEFAULT '';
-- the version of the card that the form was opened at; null: from before
ALTER TABLE answer_drafts ADD COLUMN version integer;
