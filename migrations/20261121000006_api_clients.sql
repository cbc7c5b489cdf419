-- Programs of organisations that call the API (EDM-01): clients, their secrets, the tokens given to them.
CREATE TABLE api_clients (
    -- the Client ID
    id uuid PRIMARY KEY,
    -- the client sees and does what belongs to this organisation, nothing else
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- what its administrators call it
    name text NOT NULL,
    created_by uuid REFERENCES accounts (id),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX api_clients_organisation ON api_clients (organisation_id);

-- Secret Access Keys. Two are alive while one replaces the other: the old one then has an end.
CREATE TABLE api_client_secrets (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES api_clients (id),
    -- SHA-256: the secret is 256 random bits, so it needs neither salt nor slow hashing
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX api_client_secrets_client ON api_client_secrets (client_id);

-- Bearer tokens, kept hashed, for a quarter of an hour each.
CREATE TABLE api_tokens (
    token_hash bytea PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES api_clients (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX api_tokens_client ON api_tokens (client_id);
CREATE INDEX api_tokens_expires ON api_tokens (expires_at);

-- Failures in a row from one address, as in address_locks; apart from those, so that a program with an outdated
-- secret does not lock out the officials who sit behind the same address, and one with a right secret does not unlock them.
CREATE TABLE api_address_locks (
    address inet PRIMARY KEY,
    failures integer NOT NULL,
    last_failure_at timestamptz NOT NULL,
    locked_until timestamptz
);
