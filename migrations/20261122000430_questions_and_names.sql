-- BEY-09: the results of the questions in an answer that is being written, as typed, in the questions' order.
ALTER TABLE answer_drafts ADD COLUMN questions text[] NOT NULL DEFAULT '{}';

-- CTL-03: a question that was sent on to another organisation: its result is not given here.
ALTER TABLE appeal_questions ADD COLUMN sent_on boolean NOT NULL DEFAULT false;

-- By what the names of applicants without a cabinet are compared: as `merging::name_key` of the domain.
CREATE FUNCTION applicant_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN btrim(regexp_replace(replace(lower(name), 'ё', 'е'), '\s+', ' ', 'g'));

-- SUB-12, BEY-02: earlier appeals on paper; BEY-04: the register of stopped correspondence.
CREATE INDEX appeals_applicant_key ON appeals (organisation_id, applicant_key(applicant_name), submitted_at DESC)
    WHERE account_id IS NULL AND applicant_name <> '';
DROP INDEX appeals_applicant_on_paper;
CREATE INDEX correspondence_stops_key ON correspondence_stops (organisation_id, applicant_key(applicant_name)) WHERE ended_at IS NULL;
DROP INDEX correspondence_stops_name;
