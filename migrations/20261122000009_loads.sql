-- Appeals entered by record and loaded from files (EDM-03).
ALTER TABLE appeals
    -- whose ids external_id belongs to: the account of the program, or the organisation where its officials load a file
    ADD COLUMN source_id uuid,
    -- the other system's own id: unique within the source, so that a record that comes twice makes one appeal
    ADD COLUMN external_id text,
    -- SHA-256 of the record: the same id with another content is a fault, not a repetition
    ADD COLUMN record_digest bytea,
    ADD COLUMN summary text,
    -- the applicants after the first of a collective appeal, as the domain's profiles
    ADD COLUMN co_applicants jsonb;
CREATE UNIQUE INDEX appeals_external_id ON appeals (source_id, external_id) WHERE external_id IS NOT NULL;

-- The queue of the loads; a list of all queues, so that the order of these migrations does not matter.
ALTER TABLE jobs DROP CONSTRAINT IF EXISTS jobs_queue_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_queue_check CHECK (queue IN ('files', 'notify', 'reports', 'load', 'exchange'));

-- A file of records on its way. Its bytes lie where all uploads do, uploads/{id}/.
CREATE TABLE loads (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- the official, or the program by its account
    created_by uuid NOT NULL REFERENCES accounts (id),
    -- the source of the external ids, as in appeals
    source_id uuid NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    state text NOT NULL CHECK (state IN ('uploading', 'checking', 'entering', 'done', 'refused')),
    -- why the file as a whole was refused, a Fault; nothing of it was entered then
    fault jsonb,
    -- how its records are divided: array, lines, values
    layout text,
    -- records in the file; null until it was looked through
    total integer,
    -- how far it was worked on: written in the transaction of each batch, so that a worker that dies repeats nothing
    done integer NOT NULL DEFAULT 0,
    -- byte after the last record worked on
    position bigint NOT NULL DEFAULT 0,
    entered integer NOT NULL DEFAULT 0,
    -- records that were there already: the same file again, or the same appeal twice
    repeated integer NOT NULL DEFAULT 0,
    wrong integer NOT NULL DEFAULT 0,
    -- in how many objects the wrong records lie, to be corrected: loads/{id}/wrong-{n}.json
    wrong_parts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX loads_organisation ON loads (organisation_id, created_at DESC, id DESC);
CREATE INDEX loads_created ON loads (created_at);

-- What came of each record.
CREATE TABLE load_records (
    load_id uuid NOT NULL REFERENCES loads (id) ON DELETE CASCADE,
    -- its place in the file, from 1
    place integer NOT NULL,
    -- its bytes in the file
    begins bigint NOT NULL,
    length bigint NOT NULL,
    -- as far as it could be read
    external_id text NOT NULL DEFAULT '',
    -- null: it was not entered
    number bigint,
    repeated boolean NOT NULL DEFAULT false,
    -- null: it was entered
    faults jsonb,
    PRIMARY KEY (load_id, place)
);
CREATE INDEX load_records_wrong ON load_records (load_id, place) WHERE faults IS NOT NULL;
