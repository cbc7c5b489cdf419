-- Statistical reports (REP-01): summaries that follow the appeals, and what is needed to know how far they are.

-- The region where an organisation is registered as a taxpayer: the first character of its УНП says it.
ALTER TABLE organisations ADD COLUMN region text NOT NULL GENERATED ALWAYS AS (
    CASE left(unp, 1)
        WHEN '1' THEN 'minsk_city' WHEN '2' THEN 'brest' WHEN '3' THEN 'vitebsk' WHEN '4' THEN 'gomel'
        WHEN '5' THEN 'grodno' WHEN '6' THEN 'minsk' WHEN '7' THEN 'mogilev'
        WHEN 'A' THEN 'minsk_city' WHEN 'B' THEN 'brest' WHEN 'C' THEN 'vitebsk' WHEN 'E' THEN 'gomel'
        WHEN 'H' THEN 'grodno' WHEN 'K' THEN 'minsk' WHEN 'M' THEN 'mogilev'
        ELSE 'unknown' END) STORED;
CREATE INDEX organisations_region ON organisations (region);

-- The day on which an appeal counts: of its registration, until then of its submission, in Minsk.
CREATE FUNCTION report_day(registered_on date, submitted_at timestamptz) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(registered_on, (submitted_at AT TIME ZONE 'Europe/Minsk')::date);

-- How its term was kept, as a fact that does not change with time: of an open appeal it is the day on which the term
-- ends, and whether that day has passed is asked when a report is made.
CREATE FUNCTION report_keeping(due_on date, completed_at timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN due_on IS NULL THEN 'no_term'
        WHEN completed_at IS NULL THEN (lpad(extract(year FROM due_on)::int::text, 4, '0') || '-' || lpad(extract(month FROM due_on)::int::text, 2, '0') || '-' || lpad(extract(day FROM due_on)::int::text, 2, '0'))
        WHEN (completed_at AT TIME ZONE 'Europe/Minsk')::date <= due_on THEN 'on_time'
        ELSE 'late' END;

CREATE FUNCTION report_topic(topic_code text, subtopic_code text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN topic_code || '/' || coalesce(subtopic_code, '');

-- What of an appeal counts in reports: the summaries below always hold the counts of these rows.
CREATE VIEW report_facts AS
    SELECT organisation_id,
        report_day(registered_on, submitted_at) AS day,
        report_topic(topic_code, subtopic_code) COLLATE "C" AS topic,
        kind COLLATE "C" AS kind, form COLLATE "C" AS form, applicant_kind COLLATE "C" AS applicant_kind, status COLLATE "C" AS status,
        coalesce(outcome, 'none') COLLATE "C" AS outcome,
        report_keeping(due_on, completed_at) COLLATE "C" AS keeping
    FROM appeals;

-- The days at the edges of a period, which are no whole month, are counted in the appeals themselves.
CREATE INDEX appeals_report_day ON appeals (report_day(registered_on, submitted_at), organisation_id);

-- What changed since the summaries were last brought up to date. Only ever appended to by whoever changes appeals, so
-- nobody waits for anybody; folded into the summaries, and removed, in one transaction.
CREATE TABLE report_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id uuid NOT NULL,
    day date NOT NULL,
    topic text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    form text COLLATE "C" NOT NULL,
    applicant_kind text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    keeping text COLLATE "C" NOT NULL,
    -- more (positive) or fewer appeals with these facts
    amount integer NOT NULL
);
ALTER TABLE report_changes SET (autovacuum_vacuum_scale_factor = 0.05);

-- Sums by two facts at once. The levels: the republic (nil), a region (its number), an organisation
-- that nobody stands above, with its subordinate ones.
CREATE TABLE report_pairs (
    level uuid NOT NULL,
    -- which two facts: tens and ones are their numbers, 1 topic 2 kind 3 form 4 applicant 5 status 6 outcome 7 keeping
    pair smallint NOT NULL,
    -- 1: a month, 2: a year
    span smallint NOT NULL,
    -- its first day
    begins date NOT NULL,
    one text COLLATE "C" NOT NULL,
    other text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (level, pair, span, begins, one, other)
) WITH (fillfactor = 80);

-- Sums by one fact and organisation (its own appeals, without subordinate ones).
CREATE TABLE report_organisations (
    fact smallint NOT NULL,
    span smallint NOT NULL,
    begins date NOT NULL,
    organisation_id uuid NOT NULL,
    value text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (fact, span, begins, organisation_id, value)
) WITH (fillfactor = 80);

CREATE TABLE report_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    -- organisations were moved, or the appeals changed in a way that left no trace: reports count the appeals
    -- themselves until the summaries are made anew
    stale boolean NOT NULL DEFAULT true,
    folded_at timestamptz
);
INSERT INTO report_state DEFAULT VALUES;

CREATE FUNCTION report_region(region text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (CASE region
        WHEN 'brest' THEN '00000000-0000-0000-0000-000000000001' WHEN 'vitebsk' THEN '00000000-0000-0000-0000-000000000002'
        WHEN 'gomel' THEN '00000000-0000-0000-0000-000000000003' WHEN 'grodno' THEN '00000000-0000-0000-0000-000000000004'
        WHEN 'minsk' THEN '00000000-0000-0000-0000-000000000005' WHEN 'minsk_city' THEN '00000000-0000-0000-0000-000000000006'
        WHEN 'mogilev' THEN '00000000-0000-0000-0000-000000000007'
        ELSE '00000000-0000-0000-0000-000000000009' END)::uuid;

-- Each organisation with itself and all above it. UNION ends also where the hierarchy was made a ring by mistake.
CREATE VIEW report_superiors AS
    WITH RECURSIVE superiors AS (
        SELECT id AS organisation_id, id AS superior_id FROM organisations
        UNION
        SELECT superiors.organisation_id, organisations.parent_id
        FROM superiors JOIN organisations ON organisations.id = superiors.superior_id
        WHERE organisations.parent_id IS NOT NULL)
    SELECT organisation_id, superior_id FROM superiors;

-- The levels at which an organisation's appeals count. Of organisations with subordinate ones the highest only: those
-- below are small enough to be counted by their organisations.
CREATE VIEW report_levels AS
    SELECT id AS organisation_id, '00000000-0000-0000-0000-000000000000'::uuid AS level FROM organisations
    UNION ALL
    SELECT id, report_region(region) FROM organisations
    UNION ALL
    SELECT organisation_id, superior_id FROM report_superiors JOIN organisations ON organisations.id = superior_id
    WHERE parent_id IS NULL AND EXISTS (SELECT FROM organisations AS subordinate WHERE subordinate.parent_id = superior_id);

-- Triggers, so that no writer can forget the summaries; one row a statement and combination of facts.
CREATE FUNCTION report_appeals_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), count(*)
    FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
    RETURN NULL;
END $$;

CREATE FUNCTION report_appeals_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO report_changes (organisation_id, day, topic, kind, form, applicant_kind, status, outcome, keeping, amount)
    SELECT organisation_id, report_day(registered_on, submitted_at), report_topic(topic_code, subtopic_code), kind, form, applicant_kind,
        status, coalesce(outcome, 'none'), report_keeping(due_on, completed_at), -count(*)
    FROM old_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
    RETURN NULL;
END $$;

CREATE FUNCTION report_appeals_updated() RETURNS trigger LANGUAGE plpgsql AS $$
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
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(amount) <> 0;
    RETURN NULL;
END $$;

CREATE FUNCTION report_summaries_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE report_state SET stale = true WHERE NOT stale;
    RETURN NULL;
END $$;

CREATE TRIGGER report_inserted AFTER INSERT ON appeals REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION report_appeals_inserted();
CREATE TRIGGER report_updated AFTER UPDATE ON appeals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION report_appeals_updated();
CREATE TRIGGER report_deleted AFTER DELETE ON appeals REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION report_appeals_deleted();
CREATE TRIGGER report_truncated AFTER TRUNCATE ON appeals FOR EACH STATEMENT EXECUTE FUNCTION report_summaries_stale();

-- A new organisation without a superior changes no sum; one that is put below another, moved or re-registered does.
CREATE TRIGGER report_organisation_added AFTER INSERT ON organisations
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION report_summaries_stale();
CREATE TRIGGER report_organisation_moved AFTER UPDATE ON organisations
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id OR OLD.unp <> NEW.unp) EXECUTE FUNCTION report_summaries_stale();
CREATE TRIGGER report_organisation_removed AFTER DELETE ON organisations
    FOR EACH ROW EXECUTE FUNCTION report_summaries_stale();
