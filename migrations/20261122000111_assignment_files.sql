-- no-transaction
CREATE INDEX CONCURRENTLY files_assignment ON files (assignment_id) WHERE assignment_id IS NOT NULL;
