-- Merging (BEY-02; law, art. 13): identical and clarifying appeals are answered with the first one and count as one with it.

-- the first one, to which this one is joined; stays after the answer
ALTER TABLE appeals ADD COLUMN merged_into uuid REFERENCES appeals (id);
CREATE INDEX appeals_merged_into ON appeals (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE appeal_merges (
    appeal_id uuid PRIMARY KEY REFERENCES appeals (id),
    first_id uuid NOT NULL REFERENCES appeals (id),
    kind text NOT NULL CHECK (kind IN ('identical', 'clarifying')),
    -- the own terms, which do not run meanwhile: the appeal gets them back where it goes its own way again
    own_due_on date,
    own_notice_due_on date,
    merged_by uuid NOT NULL REFERENCES accounts (id),
    merged_at timestamptz NOT NULL,
    CHECK (appeal_id <> first_id)
);
CREATE INDEX appeal_merges_first ON appeal_merges (first_id);

-- One unit in the statistics: what is joined does not count, and test appeals do not either. Nothing is joined yet, so the
-- summaries stay true.
CREATE OR REPLACE VIEW report_facts AS
    SELECT organisation_id,
        report_day(registered_on, submitted_at) AS day,
        report_topic(topic_code, subtopic_code) COLLATE "C" AS topic,
        kind COLLATE "C" AS kind, form COLLATE "C" AS form, applicant_kind COLLATE "C" AS applicant_kind, status COLLATE "C" AS status,
        coalesce(outcome, 'none') COLLATE "C" AS outcome,
        report_keeping(due_on, completed_at) COLLATE "C" AS keeping
    FROM appeals
    WHERE merged_into IS NULL AND organisation_id NOT IN (SELECT id FROM organisations WHERE is_test);

CREATE OR REPLACE FUNCTION report_appeals_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), count(*)
    FROM new_rows WHERE merged_into IS NULL AND organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION report_appeals_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), -count(*)
    FROM old_rows WHERE merged_into IS NULL AND organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION report_appeals_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, sum(amount)
    FROM (
        SELECT organisation_id, report_day(registered_on, submitted_at) AS day, report_topic(topic_code, subtopic_code) AS topic, kind, form,
            applicant_kind, status, coalesce(outcome, 'none') AS outcome, report_keeping(due_on, completed_at) AS keeping, 1 AS amount
        FROM new_rows WHERE merged_into IS NULL
        UNION ALL
        SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form,
            applicant_kind, status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), -1
        FROM old_rows WHERE merged_into IS NULL) AS rows
    WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(amount) <> 0;
    RETURN NULL;
END $$;
