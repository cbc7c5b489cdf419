-- What the operator's pages look for.
CREATE INDEX deliveries_state ON deliveries (state, created_at DESC, id DESC);
CREATE INDEX deliveries_account ON deliveries (account_id, created_at DESC, id DESC);
CREATE INDEX jobs_failed ON jobs (created_at DESC, id DESC) WHERE state = 'failed';
CREATE INDEX accounts_locked ON accounts (locked_until) WHERE locked_until IS NOT NULL;
