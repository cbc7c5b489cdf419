-- Webhooks (EDM-07): events of an organisation's appeals are sent to addresses that it names.

CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    url text NOT NULL,
    -- what its administrators call it
    name text NOT NULL,
    -- codes of events; empty: all
    events text[] NOT NULL DEFAULT '{}',
    -- the signing secret is computed from SECRET_KEY, the id and this number: none is stored
    secret_version integer NOT NULL DEFAULT 1,
    -- until then messages are signed by the secret before as well
    previous_secret_until timestamptz,
    -- the version that was shown, once
    secret_shown integer NOT NULL DEFAULT 0,
    -- paused by a person; disabled after days without success
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled', 'removed')),
    -- events up to this one came before it
    after_event bigint NOT NULL,
    -- failures in a row, since when, and until when nothing is sent because of them
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    resume_at timestamptz,
    created_by uuid REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    state_changed_at timestamptz NOT NULL
);
CREATE INDEX webhooks_organisation ON webhooks (organisation_id) WHERE state <> 'removed';

-- One event for one address. Its id is the message's (webhook-id), the same at each attempt and replay.
CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhooks (id),
    event_id bigint NOT NULL REFERENCES appeal_events (id),
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    state text NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    -- since when it is to be sent: a replay begins anew
    due_since timestamptz NOT NULL,
    next_attempt_at timestamptz,
    -- the token of the worker that sends it, which has to be done by taken_until
    lease uuid,
    taken_until timestamptz,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    UNIQUE (webhook_id, event_id)
);
-- the order within an appeal
CREATE INDEX webhook_deliveries_open ON webhook_deliveries (webhook_id, appeal_id, event_id) WHERE state IN ('waiting', 'sending');
CREATE INDEX webhook_deliveries_sending ON webhook_deliveries (webhook_id) WHERE state = 'sending';
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (webhook_id, event_id DESC);

CREATE TABLE webhook_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES webhook_deliveries (id),
    at timestamptz NOT NULL,
    -- the status of the answer; null: there was none
    status smallint,
    -- what went wrong, without addresses and contents
    reason text NOT NULL DEFAULT '',
    milliseconds integer NOT NULL,
    next_attempt_at timestamptz
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery_id, id);
