-- no-transaction
CREATE INDEX CONCURRENTLY files_resolution ON files (resolution_id) WHERE resolution_id IS NOT NULL;
