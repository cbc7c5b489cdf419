-- no-transaction
CREATE INDEX CONCURRENTLY files_scan_of ON files (scan_of_appeal_id) WHERE scan_of_appeal_id IS NOT NULL;
