-- SUB-12: earlier appeals of an applicant without a cabinet are looked for by name; those with one by the account.
CREATE INDEX appeals_applicant_on_paper ON appeals (organisation_id, applicant_name, submitted_at DESC)
    WHERE account_id IS NULL AND applicant_name <> '';
