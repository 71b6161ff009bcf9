-- What somebody has decided of accounts that match several people, or of which several match one.
CREATE TABLE account_decision (
    job         ${text} NOT NULL,
    subject_id  BIGINT  NOT NULL REFERENCES subject (id),
    not_theirs  TEXT    NOT NULL,
    none_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (job, subject_id)
) ${clustered};
