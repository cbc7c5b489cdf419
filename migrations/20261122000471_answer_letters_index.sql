-- no-transaction
-- letters that wait for a document
CREATE INDEX CONCURRENTLY deliveries_document ON deliveries (document_id) WHERE document_id IS NOT NULL;
