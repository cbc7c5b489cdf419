-- The exchange by СМДО: packages of which nobody says a word, messages that could not be handled, objects that are removed in time.
ALTER TABLE smdo_packages DROP CONSTRAINT smdo_packages_state_check;
ALTER TABLE smdo_packages ADD CONSTRAINT smdo_packages_state_check
    CHECK (state IN ('forming', 'created', 'attached', 'sent', 'silent', 'delivered', 'registered', 'refused', 'failed'));
ALTER TABLE smdo_incoming DROP CONSTRAINT smdo_incoming_state_check;
ALTER TABLE smdo_incoming ADD CONSTRAINT smdo_incoming_state_check
    CHECK (state IN ('stored', 'checking', 'applied', 'offered', 'completed', 'faulty', 'refused', 'failed'));

-- when the envelope and the files were removed from the storage; null: they are there, or are still to be made
ALTER TABLE smdo_packages ADD COLUMN objects_removed_at timestamptz;
ALTER TABLE smdo_incoming ADD COLUMN objects_removed_at timestamptz;
