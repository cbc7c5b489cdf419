-- no-transaction
-- messages that came and whose objects are still to be removed
CREATE INDEX CONCURRENTLY smdo_incoming_objects ON smdo_incoming (handled_at) WHERE objects_removed_at IS NULL AND handled_at IS NOT NULL;
