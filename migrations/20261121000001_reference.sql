-- Organisations, dictionaries, calendars: what appeals refer to.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    name_ru text NOT NULL,
    name_be text NOT NULL,
    unp text NOT NULL UNIQUE,
    address_ru text NOT NULL DEFAULT '',
    address_be text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    parent_id uuid REFERENCES organisations (id),
    -- electronic appeals go to state organisations only (law 300-З art. 3)
    is_state boolean NOT NULL DEFAULT true,
    active boolean NOT NULL DEFAULT true,
    -- REG-03: how the registration index is written, e.g. {letter}-{number}
    index_template text NOT NULL DEFAULT '{letter}-{number}',
    collective_sign text NOT NULL DEFAULT 'Кол',
    anonymous_sign text NOT NULL DEFAULT 'А',
    -- what the picker searches: both names and the УНП, lower case, ё as е
    search_text text NOT NULL GENERATED ALWAYS AS (translate(lower(name_ru || ' ' || name_be || ' ' || unp), 'ё', 'е')) STORED,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX organisations_search ON organisations USING gin (search_text gin_trgm_ops) WHERE active;
CREATE INDEX organisations_parent ON organisations (parent_id);

CREATE TABLE topics (
    code text PRIMARY KEY,
    parent_code text REFERENCES topics (code),
    name_ru text NOT NULL,
    name_be text NOT NULL,
    valid_from date NOT NULL DEFAULT '2019-01-01',
    -- entries are never deleted, their validity ends (REF-01)
    valid_to date
);

-- The national calendar, whole, one row a version: the newest counts, open terms say which one they were computed from.
CREATE TABLE national_calendars (
    version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- An organisation's own hours and exceptions (REG-07), one row a version.
CREATE TABLE organisation_schedules (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    version integer NOT NULL,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation_id, version)
);

CREATE TABLE settings (
    name text PRIMARY KEY,
    value jsonb NOT NULL
);
