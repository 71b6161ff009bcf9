-- Jobs that are only probed, because something is wrong with their system as a whole. Takes the place of the systems that refused the
-- credentials: whoever was left alone for that is asked once more.
CREATE TABLE job_quarantine (
    job           ${text} NOT NULL PRIMARY KEY,
    system        ${text} NOT NULL,
    cause         ${text} NOT NULL,
    reason        TEXT    NOT NULL,
    setting       TEXT    NOT NULL,
    since         ${text} NOT NULL,
    last_at       ${text} NOT NULL,
    tries         BIGINT  NOT NULL,
    again_at      ${text} NOT NULL,
    spent_seconds BIGINT  NOT NULL,
    given         TEXT    NOT NULL
);
DROP TABLE refused_credentials;

-- A job that is switched off, and not only paused.
ALTER TABLE job_pause ADD COLUMN disabled BOOLEAN DEFAULT FALSE NOT NULL;
-- Changes that their target did not take in all the tries of a cycle, and that wait for a later one.
CREATE TABLE postponed_change (
    job        ${text} NOT NULL,
    subject_id BIGINT  NOT NULL,
    basis      TEXT    NOT NULL,
    tries      BIGINT  NOT NULL,
    since      ${text} NOT NULL,
    last_at    ${text} NOT NULL,
    again_at   ${text} NOT NULL,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (job, subject_id)
);
