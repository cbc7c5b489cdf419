-- The questions of an appeal (BEY-09; law, art. 14: it is considered when each of them is): rows only where it was split.
CREATE TABLE appeal_questions (
    appeal_id uuid NOT NULL REFERENCES appeals (id),
    -- from 1, as people see it
    position smallint NOT NULL,
    text text NOT NULL,
    -- a topic or a sub-topic of the classifier
    topic_code text NOT NULL REFERENCES topics (code),
    -- with the answer
    outcome text,
    PRIMARY KEY (appeal_id, position)
);
