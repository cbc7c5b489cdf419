-- Jobs, cabinet notices, messages to people.

-- A row is the job; the queue carries only its id (a doorbell). A finished job is removed, a failed one stays to be seen.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    queue text NOT NULL CHECK (queue IN ('files', 'notify', 'reports')),
    kind text NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    -- when the doorbell last rang for it, null: not yet; the sweep rings again for what waits too long
    rung_at timestamptz,
    -- the token of the worker that has it; what a worker writes is conditional on still holding it
    lease uuid,
    leased_until timestamptz,
    last_error text,
    -- the request that caused it, so that logs can be followed from page to worker
    trace_id text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX jobs_waiting ON jobs (queue, run_at) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (leased_until) WHERE state = 'running';
-- rows come and go quickly
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 70);

-- What the cabinet shows (NOT-01). The copy that is never lost.
CREATE TABLE notices (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- null: not about an appeal's event (a file was refused, a sign-in was locked)
    event_id bigint REFERENCES appeal_events (id),
    appeal_id uuid REFERENCES appeals (id),
    kind text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    UNIQUE (event_id, account_id)
);
CREATE INDEX notices_account ON notices (account_id, created_at DESC, id DESC);
CREATE INDEX notices_unread ON notices (account_id) WHERE read_at IS NULL;

-- NOT-01: a row where a person chose differently from the default of the event and channel.
CREATE TABLE notification_choices (
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'sms')),
    wanted boolean NOT NULL,
    PRIMARY KEY (account_id, kind, channel)
);

-- One message to one person by one channel (NOT-02, NOT-03). Holds no secret: codes are made when sent.
CREATE TABLE deliveries (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    channel text NOT NULL CHECK (channel IN ('email', 'sms')),
    kind text NOT NULL,
    event_id bigint REFERENCES appeal_events (id),
    appeal_id uuid REFERENCES appeals (id),
    confirmation_id uuid REFERENCES confirmations (id),
    data jsonb NOT NULL DEFAULT '{}',
    -- handing_over is committed right before the bytes leave: what is found in it later is never sent again by itself
    state text NOT NULL CHECK (state IN ('waiting', 'handing_over', 'sent', 'failed', 'unknown', 'cancelled')),
    provider_reference text,
    created_at timestamptz NOT NULL,
    handed_over_at timestamptz,
    finished_at timestamptz,
    -- the same message is never made twice for the same person, event and channel
    UNIQUE (event_id, account_id, channel)
);
CREATE INDEX deliveries_created ON deliveries (created_at DESC, id DESC);
CREATE INDEX deliveries_open ON deliveries (handed_over_at) WHERE state = 'handing_over';

CREATE TABLE delivery_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES deliveries (id),
    at timestamptz NOT NULL,
    -- sent, retry, refused, unknown
    result text NOT NULL,
    -- what the other side said, without addresses and contents
    reason text NOT NULL DEFAULT '',
    next_attempt_at timestamptz
);
CREATE INDEX delivery_attempts_delivery ON delivery_attempts (delivery_id, id);
