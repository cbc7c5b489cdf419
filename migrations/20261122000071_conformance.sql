-- The technological environment (EDM-02): programs that are tried out work in a twin of their organisation. It has no
-- officials, no subscription, no place in lists and counts; its appeals are addressed to nobody.
ALTER TABLE organisations
    ADD COLUMN is_test boolean NOT NULL DEFAULT false,
    -- whose twin it is; none: nobody's, test appeals are sent on to it
    ADD COLUMN test_of uuid UNIQUE REFERENCES organisations (id),
    -- what is not active cannot be addressed, found or redirected to
    ADD CONSTRAINT organisations_test CHECK (NOT is_test OR NOT active),
    ADD CONSTRAINT organisations_twin CHECK (test_of IS NULL OR is_test);
CREATE INDEX organisations_is_test ON organisations (id) WHERE is_test;

INSERT INTO organisations (id, name_ru, name_be, unp, active, is_test)
VALUES ('00000000-0000-7000-8000-000074657374', 'Тестовый адресат перенаправлений', 'Тэставы адрасат перанакіраванняў', 'TEST', false, true);

-- A check of a program: when it began and the appeals made for it. What came of it is read from what the program did.
CREATE TABLE conformance_runs (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES api_clients (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    began_at timestamptz NOT NULL
);
CREATE INDEX conformance_runs_organisation ON conformance_runs (organisation_id, began_at DESC);

CREATE TABLE conformance_appeals (
    run_id uuid NOT NULL REFERENCES conformance_runs (id),
    -- what the program is to do with it
    task text NOT NULL,
    appeal_id uuid NOT NULL UNIQUE REFERENCES appeals (id),
    PRIMARY KEY (run_id, task)
);

-- Test appeals count nowhere.
CREATE OR REPLACE VIEW report_facts AS
    SELECT organisation_id,
        report_day(registered_on, submitted_at) AS day,
        report_topic(topic_code, subtopic_code) COLLATE "C" AS topic,
        kind COLLATE "C" AS kind, form COLLATE "C" AS form, applicant_kind COLLATE "C" AS applicant_kind, status COLLATE "C" AS status,
        coalesce(outcome, 'none') COLLATE "C" AS outcome,
        report_keeping(due_on, completed_at) COLLATE "C" AS keeping
    FROM appeals
    WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE is_test);

CREATE OR REPLACE FUNCTION report_appeals_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), count(*)
    FROM new_rows WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION report_appeals_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), -count(*)
    FROM old_rows WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
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
        FROM new_rows
        UNION ALL
        SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form,
            applicant_kind, status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), -1
        FROM old_rows) AS rows
    WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(amount) <> 0;
    RETURN NULL;
END $$;
