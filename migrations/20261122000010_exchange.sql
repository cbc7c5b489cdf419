-- The exchange by СМДО (SMD-01 to SMD-04).
ALTER TABLE jobs DROP CONSTRAINT jobs_queue_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_queue_check CHECK (queue IN ('files', 'notify', 'reports', 'load', 'exchange'));

-- An organisation's consent to the exchange, a row an organisation.
CREATE TABLE smdo_subscriptions (
    organisation_id uuid PRIMARY KEY REFERENCES organisations (id),
    -- the organisation as an abonent of СМДО
    code text NOT NULL,
    active boolean NOT NULL,
    -- appeals submitted from this moment on are sent
    since timestamptz NOT NULL,
    -- appeals submitted an hour before this moment or earlier have their packages: the search goes no further back
    collected_to timestamptz NOT NULL,
    changed_by uuid NOT NULL REFERENCES accounts (id),
    changed_at timestamptz NOT NULL
);
-- a sender's code must name one organisation
CREATE UNIQUE INDEX smdo_subscriptions_code ON smdo_subscriptions (code) WHERE active;

-- What came, one row a message; its bytes lie in the storage. Confirmed to the router only after the row is there.
CREATE TABLE smdo_incoming (
    id uuid PRIMARY KEY,
    -- the abonent's code as the router vouches for it
    sender_code text NOT NULL,
    sender_name text NOT NULL DEFAULT '',
    -- the sender's id of the message, by which doubles are known
    msg_id text NOT NULL,
    router_package_id text NOT NULL,
    object_key text NOT NULL,
    -- 0 acknowledgement, 1 document, 2 addition, 3 answer, 4 addition to an answer; null: not to be read
    msg_type smallint,
    state text NOT NULL CHECK (state IN ('stored', 'checking', 'applied', 'offered', 'completed', 'faulty', 'refused')),
    organisation_id uuid REFERENCES organisations (id),
    appeal_id uuid REFERENCES appeals (id),
    -- what is wrong with it: error code of the format, and faults by field
    faults jsonb NOT NULL DEFAULT '[]',
    received_at timestamptz NOT NULL,
    handled_at timestamptz
);
-- two senders may choose one id by chance or by will; neither can displace the other's message
CREATE UNIQUE INDEX smdo_incoming_message ON smdo_incoming (sender_code, msg_id);
CREATE INDEX smdo_incoming_appeal ON smdo_incoming (appeal_id) WHERE appeal_id IS NOT NULL;
CREATE INDEX smdo_incoming_organisation ON smdo_incoming (organisation_id, received_at DESC, id DESC);
CREATE INDEX smdo_incoming_received ON smdo_incoming (received_at DESC, id DESC);

-- The files of an answer, as they came; each becomes a row of files and goes through the same check as any upload.
CREATE TABLE smdo_incoming_files (
    incoming_id uuid NOT NULL REFERENCES smdo_incoming (id),
    position integer NOT NULL,
    name text NOT NULL,
    object_key text NOT NULL,
    size bigint NOT NULL,
    -- chosen when it came, so that making the file twice makes one
    file_id uuid NOT NULL,
    PRIMARY KEY (incoming_id, position)
);

-- A file that came by СМДО is kept with the appeal even while no answer has it.
ALTER TABLE files ADD COLUMN smdo_incoming_id uuid REFERENCES smdo_incoming (id);
CREATE INDEX files_smdo_incoming ON files (smdo_incoming_id) WHERE smdo_incoming_id IS NOT NULL;

-- What goes out: a package an appeal and organisation, and our acknowledgements.
CREATE TABLE smdo_packages (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('appeal', 'acknowledgement')),
    -- null: an acknowledgement to an abonent that is none of our organisations
    organisation_id uuid REFERENCES organisations (id),
    appeal_id uuid UNIQUE REFERENCES appeals (id),
    -- what is acknowledged
    incoming_id uuid REFERENCES smdo_incoming (id),
    -- the acknowledgement itself, of the envelope's shape
    acknowledgement jsonb,
    receiver_code text NOT NULL,
    receiver_name text NOT NULL,
    -- chosen here before the first call and the same in every repetition: receivers know doubles by it
    msg_id uuid NOT NULL UNIQUE,
    state text NOT NULL CHECK (state IN ('forming', 'created', 'attached', 'sent', 'delivered', 'registered', 'refused', 'failed')),
    -- how many times it was made anew by a person's wish
    repeats integer NOT NULL DEFAULT 0,
    -- the envelope as it was formed, in the storage
    object_key text,
    router_package_id text,
    -- why the last call or the other side said no, without personal data
    last_error text,
    -- the format's code, where the other side gave one
    error_code integer,
    -- what the organisation registered it under
    reg_number text,
    reg_date text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    delivered_at timestamptz,
    finished_at timestamptz,
    CHECK ((kind = 'appeal') = (appeal_id IS NOT NULL)),
    CHECK ((kind = 'acknowledgement') = (acknowledgement IS NOT NULL))
);
CREATE INDEX smdo_packages_organisation ON smdo_packages (organisation_id, created_at DESC, id DESC);
CREATE INDEX smdo_packages_created ON smdo_packages (created_at DESC, id DESC);
CREATE INDEX smdo_packages_state ON smdo_packages (state, created_at DESC, id DESC);
-- one acknowledgement of a kind for what came: a handler that runs twice makes no second one
CREATE UNIQUE INDEX smdo_packages_acknowledgement ON smdo_packages (incoming_id, (acknowledgement ->> 'ack_type')) WHERE incoming_id IS NOT NULL;

-- The files of a package: which of them the router has.
CREATE TABLE smdo_package_files (
    package_id uuid NOT NULL REFERENCES smdo_packages (id),
    position integer NOT NULL,
    -- by which the envelope names it
    reference text NOT NULL,
    name text NOT NULL,
    -- null: the text of the appeal, which lies under object_key
    file_id uuid REFERENCES files (id),
    object_key text NOT NULL,
    router_attachment_id text,
    PRIMARY KEY (package_id, position)
);

-- Every attempt at a step, append only.
CREATE TABLE smdo_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    package_id uuid NOT NULL REFERENCES smdo_packages (id),
    at timestamptz NOT NULL,
    -- form, create, attach, send
    step text NOT NULL,
    -- done, retry, failed, asked (a person had it tried again)
    result text NOT NULL,
    reason text NOT NULL DEFAULT '',
    next_attempt_at timestamptz
);
CREATE INDEX smdo_attempts_package ON smdo_attempts (package_id, id);

-- What the other side said of a package.
CREATE TABLE smdo_acknowledgements (
    incoming_id uuid PRIMARY KEY REFERENCES smdo_incoming (id),
    package_id uuid NOT NULL REFERENCES smdo_packages (id),
    at timestamptz NOT NULL,
    ack_type integer NOT NULL,
    error_code integer NOT NULL,
    -- the sender's words
    text text NOT NULL,
    reg_number text,
    reg_date text
);
CREATE INDEX smdo_acknowledgements_package ON smdo_acknowledgements (package_id, at);
