-- CTL-06: the access matrix (матрица доступа): which organisation's people «для служебного пользования» look at the appeals
-- of which other organisation.
CREATE TABLE appeal_access (
    id uuid PRIMARY KEY,
    -- who looks
    viewer_id uuid NOT NULL REFERENCES organisations (id),
    -- whose appeals
    owner_id uuid NOT NULL REFERENCES organisations (id),
    state text NOT NULL CHECK (state IN ('requested', 'open', 'refused', 'closed')),
    -- what the request says, or by which act the operator opened it: the purpose of every look
    reason text NOT NULL,
    asked_by uuid NOT NULL REFERENCES accounts (id),
    asked_at timestamptz NOT NULL,
    -- by the owner's external administrator or the operator
    decided_by uuid REFERENCES accounts (id),
    decided_at timestamptz,
    answer text NOT NULL DEFAULT '',
    CONSTRAINT appeal_access_others CHECK (viewer_id <> owner_id)
);
-- one that is asked for or open; what is over stays as history
CREATE UNIQUE INDEX appeal_access_live ON appeal_access (viewer_id, owner_id) WHERE state IN ('requested', 'open');
CREATE INDEX appeal_access_owner ON appeal_access (owner_id, asked_at DESC, id DESC);
CREATE INDEX appeal_access_asked ON appeal_access (asked_at DESC, id DESC);

-- Every look at others' appeals: at a list or, with the appeal, at a card or a file of it.
CREATE TABLE appeal_looks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    access_id uuid NOT NULL REFERENCES appeal_access (id),
    -- whose appeals, for the owner's page
    owner_id uuid NOT NULL REFERENCES organisations (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    appeal_id uuid REFERENCES appeals (id)
);
CREATE INDEX appeal_looks_owner ON appeal_looks (owner_id, id DESC);
CREATE TRIGGER appeal_looks_append_only BEFORE UPDATE OR DELETE ON appeal_looks FOR EACH ROW EXECUTE FUNCTION refuse_change();
