-- The register of stopped correspondence (BEY-04; law, art. 21).
CREATE TABLE correspondence_stops (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- the unfounded repeat by which it was stopped
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    -- the applicant as in that appeal; without a cabinet known by the name
    account_id uuid REFERENCES accounts (id),
    applicant_name text NOT NULL,
    question text NOT NULL,
    stopped_by uuid NOT NULL REFERENCES accounts (id),
    stopped_at timestamptz NOT NULL,
    ended_by uuid REFERENCES accounts (id),
    ended_at timestamptz,
    end_reason text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX correspondence_stops_appeal ON correspondence_stops (appeal_id) WHERE ended_at IS NULL;
CREATE INDEX correspondence_stops_list ON correspondence_stops (organisation_id, stopped_at DESC, id DESC);
CREATE INDEX correspondence_stops_account ON correspondence_stops (organisation_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX correspondence_stops_name ON correspondence_stops (organisation_id, lower(applicant_name)) WHERE ended_at IS NULL;
