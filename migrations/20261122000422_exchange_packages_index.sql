-- no-transaction
-- packages whose objects are still to be removed
CREATE INDEX CONCURRENTLY smdo_packages_objects ON smdo_packages (created_at) WHERE objects_removed_at IS NULL;
