-- REP-01, BEY-09: what a report by question counts otherwise than one by appeal: each appeal that was split is one fewer, each
-- of its questions one more, with its own topic and result.
CREATE VIEW report_question_delta AS
    WITH split AS (
        SELECT id, organisation_id, report_day(registered_on, submitted_at) AS day, report_topic(topic_code, subtopic_code) AS topic,
            kind COLLATE "C" AS kind, form COLLATE "C" AS form, applicant_kind COLLATE "C" AS applicant_kind, status COLLATE "C" AS status,
            coalesce(outcome, 'none') AS outcome, report_keeping(due_on, completed_at) COLLATE "C" AS keeping
        FROM appeals
        WHERE merged_into IS NULL AND organisation_id NOT IN (SELECT id FROM organisations WHERE is_test)
            AND EXISTS (SELECT FROM appeal_questions WHERE appeal_id = appeals.id))
    SELECT organisation_id, day, topic COLLATE "C" AS topic, kind, form, applicant_kind, status, outcome COLLATE "C" AS outcome, keeping,
        -1::bigint AS amount
    FROM split
    UNION ALL
    SELECT organisation_id, day,
        report_topic(coalesce(topics.parent_code, topics.code), CASE WHEN topics.parent_code IS NOT NULL THEN topics.code END) COLLATE "C",
        kind, form, applicant_kind, status, coalesce(appeal_questions.outcome, 'none') COLLATE "C", keeping, 1
    FROM split JOIN appeal_questions ON appeal_id = split.id JOIN topics ON topics.code = appeal_questions.topic_code;
