-- no-transaction
-- letters with answers that wait for a job
CREATE INDEX CONCURRENTLY deliveries_answers ON deliveries (created_at) WHERE kind = 'answer_letter' AND state = 'waiting';
