-- Reports that people ask for, their schedules, and who may see whose numbers (REP-01, REP-04, REP-06).

-- Beyond what the roles give: the operator lets a person see the numbers of a whole region, or of the republic (null).
CREATE TABLE report_rights (
    account_id uuid NOT NULL REFERENCES accounts (id),
    region text,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (account_id, region)
);

CREATE TABLE report_schedules (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- level, groupings and filters (domain report Question)
    question jsonb NOT NULL,
    format text NOT NULL CHECK (format IN ('pdf', 'xlsx', 'csv')),
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    rhythm text NOT NULL CHECK (rhythm IN ('daily', 'weekly', 'monthly')),
    -- the day in Minsk on which the next report is due, about the period before it
    next_on date NOT NULL,
    created_at timestamptz NOT NULL,
    stopped_at timestamptz
);
CREATE INDEX report_schedules_due ON report_schedules (next_on) WHERE stopped_at IS NULL;
CREATE INDEX report_schedules_account ON report_schedules (account_id) WHERE stopped_at IS NULL;

CREATE TABLE reports (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    question jsonb NOT NULL,
    -- the period, both days included
    from_day date NOT NULL,
    to_day date NOT NULL,
    format text NOT NULL CHECK (format IN ('pdf', 'xlsx', 'csv')),
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    state text NOT NULL CHECK (state IN ('waiting', 'forming', 'ready', 'failed', 'removed')),
    -- percent
    progress smallint NOT NULL DEFAULT 0,
    fault text,
    object_key text,
    sha256 bytea,
    size bigint,
    -- lines of its table
    lines integer,
    schedule_id uuid REFERENCES report_schedules (id),
    created_at timestamptz NOT NULL,
    ready_at timestamptz,
    -- two clocks at once make one report of a schedule and period
    UNIQUE (schedule_id, from_day)
);
CREATE INDEX reports_account ON reports (account_id, created_at DESC, id DESC);
CREATE INDEX reports_kept ON reports (ready_at) WHERE state = 'ready';
