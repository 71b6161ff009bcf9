-- What is decided of a membership is about the member of a group, as the group lists her; '' about an account.
CREATE TABLE change_ruling_of (
    job        ${text} NOT NULL,
    subject_id BIGINT  NOT NULL,
    member     ${text} DEFAULT '' NOT NULL,
    ruling     ${text} NOT NULL,
    change     TEXT    NOT NULL,
    ruled_at   ${text} NOT NULL,
    ruled_by   TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    until_at   ${text},
    PRIMARY KEY (job, subject_id, member)
);
INSERT INTO change_ruling_of (job, subject_id, ruling, change, ruled_at, ruled_by, why, until_at)
SELECT job, subject_id, ruling, change, ruled_at, ruled_by, why, until_at FROM change_ruling;
DROP TABLE change_ruling;
ALTER TABLE change_ruling_of RENAME TO change_ruling;

-- How many changes it counts for: of memberships, each.
ALTER TABLE planned_change ADD COLUMN counts INTEGER DEFAULT 1 NOT NULL;
