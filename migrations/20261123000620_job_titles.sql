-- REV-10, ORG-03: what an official of an organisation is called under a letter. The role's name stands there where there is none.
CREATE TABLE job_titles (
    account_id uuid NOT NULL REFERENCES accounts (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- empty: not given in this language; both empty: it was taken away
    title_ru text NOT NULL,
    title_be text NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, account_id)
);
COMMENT ON TABLE job_titles IS 'one for each place of an account in an organisation, whatever roles it holds there';
