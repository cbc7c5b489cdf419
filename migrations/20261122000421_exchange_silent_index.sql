-- no-transaction
-- packages of appeals that wait for a word
CREATE INDEX CONCURRENTLY smdo_packages_sent ON smdo_packages (sent_at) WHERE state = 'sent' AND kind = 'appeal';
