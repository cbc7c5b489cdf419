-- REV-11: letters prepared beforehand, with fields that the card fills in.
CREATE TABLE letter_templates (
    id uuid PRIMARY KEY,
    -- null: the operator's, for all organisations
    organisation_id uuid REFERENCES organisations (id),
    locale text NOT NULL CHECK (locale IN ('ru', 'be')),
    name text NOT NULL,
    -- with fields of the domain's LetterField in braces
    text text NOT NULL,
    changed_by uuid NOT NULL REFERENCES accounts (id),
    changed_at timestamptz NOT NULL,
    CONSTRAINT letter_templates_name UNIQUE NULLS NOT DISTINCT (organisation_id, locale, name)
);
