-- no-transaction
CREATE INDEX CONCURRENTLY appeals_to_head ON appeals (organisation_id, to_head, submitted_at DESC, id DESC) WHERE to_head IS NOT NULL;
