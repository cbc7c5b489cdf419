-- BEY-02: what was joined where it was sent on from is joined again where it arrived, as soon as both are registered there.
CREATE TABLE appeal_merges_to_come (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id),
    first_id uuid NOT NULL REFERENCES appeals (id),
    kind text NOT NULL CHECK (kind IN ('identical', 'clarifying')),
    CHECK (appeal_id <> first_id)
);
CREATE INDEX appeal_merges_to_come_first ON appeal_merges_to_come (first_id);
