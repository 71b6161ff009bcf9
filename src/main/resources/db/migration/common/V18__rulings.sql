-- What somebody has decided of changes that were held: rejected, or left held when others were approved or rejected.
CREATE TABLE change_ruling (
    job        ${text} NOT NULL,
    subject_id BIGINT  NOT NULL,
    ruling     ${text} NOT NULL,
    change     TEXT    NOT NULL,
    ruled_at   ${text} NOT NULL,
    ruled_by   TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    until_at   ${text},
    PRIMARY KEY (job, subject_id)
);
