-- Accounts, applicants, roles, sessions, codes, locks, the security journal.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    login text NOT NULL,
    password_hash text NOT NULL,
    -- who the person is, as shown in greetings and histories; an applicant's comes from the profile
    display_name text NOT NULL,
    locale text NOT NULL DEFAULT 'ru' CHECK (locale IN ('ru', 'be')),
    phone text,
    phone_confirmed_at timestamptz,
    email text,
    email_confirmed_at timestamptz,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    blocked_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX accounts_login ON accounts (lower(login));

CREATE TABLE applicants (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL UNIQUE REFERENCES accounts (id),
    kind text NOT NULL CHECK (kind IN ('person', 'entrepreneur', 'legal_entity')),
    -- the validated profile (domain ApplicantProfile) as JSON: its fields differ by kind
    profile jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE account_roles (
    account_id uuid NOT NULL REFERENCES accounts (id),
    role text NOT NULL,
    -- null for the operator and the chief administrator, who belong to the system
    organisation_id uuid REFERENCES organisations (id),
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (account_id, role, organisation_id)
);
CREATE INDEX account_roles_organisation ON account_roles (organisation_id, role);

CREATE TABLE sessions (
    -- SHA-256 of the cookie's random token: a stolen table opens no session
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    csrf_secret bytea NOT NULL,
    address inet,
    computer text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    -- IDN-03: ends 15 minutes after this moment
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);

-- Codes by SMS and links by e-mail. The worker makes the code when it sends it, so the plain code is never stored
-- and its minute (ORG-06) starts when it leaves.
CREATE TABLE confirmations (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    purpose text NOT NULL CHECK (purpose IN ('phone', 'email', 'password')),
    -- what is confirmed: a code sent to an old number does not confirm a new one
    target text NOT NULL,
    code_hash bytea,
    wrong_tries integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    used_at timestamptz
);
CREATE INDEX confirmations_account ON confirmations (account_id, purpose, created_at DESC);
CREATE INDEX confirmations_code ON confirmations (code_hash) WHERE used_at IS NULL;

-- IDN-04: failures in a row from one address.
CREATE TABLE address_locks (
    address inet PRIMARY KEY,
    failed_sign_ins integer NOT NULL,
    last_failure_at timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE UNLOGGED TABLE rate_limits (
    key text PRIMARY KEY,
    tokens double precision NOT NULL,
    refilled_at timestamptz NOT NULL
);

-- SEC-02. Append only; no personal data beyond the account and the address.
CREATE TABLE security_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    account_id uuid,
    address inet,
    computer text NOT NULL DEFAULT '',
    succeeded boolean NOT NULL,
    data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX security_events_at ON security_events (at);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER security_events_append_only BEFORE UPDATE OR DELETE ON security_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
