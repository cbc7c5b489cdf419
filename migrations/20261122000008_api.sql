-- What EDMS do through the API (EDM-01, EDM-04, EDM-05).

-- An appeal that is sent on keeps its № в СО: one row for each organisation that has it, the number is unique in each.
ALTER TABLE appeals DROP CONSTRAINT appeals_number_key;
ALTER TABLE appeals ADD CONSTRAINT appeals_number_organisation_key UNIQUE (number, organisation_id);
ALTER TABLE appeals
    -- the row of the organisation that sent it on
    ADD COLUMN redirected_from uuid REFERENCES appeals (id),
    -- the first row of the number: the applicant's files belong to it
    ADD COLUMN origin_id uuid REFERENCES appeals (id),
    -- SUB-12: the earlier appeal that this one repeats
    ADD COLUMN repeat_of uuid REFERENCES appeals (id);
CREATE INDEX appeals_redirected_from ON appeals (redirected_from) WHERE redirected_from IS NOT NULL;
CREATE INDEX appeals_repeat_of ON appeals (repeat_of) WHERE repeat_of IS NOT NULL;

-- What a result says besides the answer itself (REV-07, EDM-05), one a finished appeal.
CREATE TABLE completions (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id),
    result text NOT NULL,
    -- a reason of the law's lists for leaving without consideration and for taking note
    reason text,
    explanation text NOT NULL DEFAULT '',
    resolution text NOT NULL DEFAULT '',
    -- names, as the EDMS has them
    executors jsonb NOT NULL DEFAULT '[]',
    executed_on date,
    answer_form text,
    redirected_on date,
    completed_by uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL
);

-- A letter of the organisation that came with a result which is no answer; its appeal_id is the appeal's.
ALTER TABLE files ADD COLUMN letter boolean NOT NULL DEFAULT false;

-- A program acts under an account of its own with the same id: histories name it, nobody can sign in to it.
INSERT INTO accounts (id, login, password_hash, display_name, blocked_at, created_at)
SELECT id, 'api:' || id, '', name, created_at, created_at FROM api_clients
ON CONFLICT (id) DO NOTHING;

-- The account under which the exchange with СМДО acts in the name of the addressed organisation.
INSERT INTO accounts (id, login, password_hash, display_name, blocked_at, created_at)
VALUES ('00000000-0000-7000-8000-0000736d646f', 'system:smdo', '', 'СМДО', now(), now());

-- The feed of an organisation: its events in the order of their transactions. The organisation stands beside the event,
-- so that a small one does not read through everybody else's.
ALTER TABLE appeal_events ADD COLUMN organisation_id uuid REFERENCES organisations (id);
ALTER TABLE appeal_events DISABLE TRIGGER appeal_events_append_only;
UPDATE appeal_events SET organisation_id = appeals.organisation_id FROM appeals WHERE appeals.id = appeal_id;
ALTER TABLE appeal_events ENABLE TRIGGER appeal_events_append_only;
CREATE FUNCTION appeal_event_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT organisation_id INTO NEW.organisation_id FROM appeals WHERE id = NEW.appeal_id;
    RETURN NEW;
END $$;
-- Whoever writes many events gives the organisation along and spares the look-up.
CREATE TRIGGER appeal_events_organisation BEFORE INSERT ON appeal_events
    FOR EACH ROW WHEN (NEW.organisation_id IS NULL) EXECUTE FUNCTION appeal_event_organisation();
CREATE INDEX appeal_events_feed ON appeal_events (organisation_id, transaction_id, id);

-- The answer to a call with an Idempotency-Key, written in the call's transaction; kept for a day at least.
CREATE TABLE api_idempotency_keys (
    client_id uuid NOT NULL REFERENCES api_clients (id),
    key text NOT NULL,
    -- SHA-256 of method, path and body: the same key with another request is refused
    request_hash bytea NOT NULL,
    status smallint,
    response jsonb,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (client_id, key)
);
CREATE INDEX api_idempotency_keys_created ON api_idempotency_keys (created_at);

-- Every call of a client (EDM-01): no bodies, no parameters of the query.
CREATE TABLE api_calls (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    -- null: no valid token was shown
    client_id uuid REFERENCES api_clients (id),
    method text NOT NULL,
    path text NOT NULL,
    status smallint NOT NULL,
    milliseconds integer NOT NULL,
    address inet,
    trace_id text NOT NULL
);
CREATE INDEX api_calls_client ON api_calls (client_id, at DESC, id DESC);
CREATE INDEX api_calls_at ON api_calls (at);
