-- The log's beginning can be cut off: how much of it, with which hash it ended, and what of it still stands. An entry of the log says the same.
CREATE TABLE log_checkpoint (
    entries      BIGINT  NOT NULL,
    hash         TEXT    NOT NULL,
    from_at      ${text} NOT NULL,
    to_at        ${text} NOT NULL,
    before_at    ${text} NOT NULL,
    carried      BIGINT  NOT NULL,
    carried_hash TEXT    NOT NULL,
    said_in      BIGINT  NOT NULL
);

CREATE TABLE log_carried (
    sequence        ${id}   NOT NULL PRIMARY KEY,
    at              ${text} NOT NULL,
    cycle           BIGINT  NOT NULL,
    job             ${text} NOT NULL,
    subject_key     ${text} NOT NULL,
    source_anchor   TEXT    NOT NULL,
    target          TEXT    NOT NULL,
    target_anchor   TEXT    NOT NULL,
    action          ${text} NOT NULL,
    status          ${text} NOT NULL,
    reason          TEXT    NOT NULL,
    changes         TEXT    NOT NULL,
    steps           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    duration_millis BIGINT  NOT NULL,
    initiated_by    TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    subject_kind    ${text} NOT NULL
);
CREATE INDEX log_carried_subject ON log_carried (subject_key, job);

-- Only what a checkpoint covers can be deleted.
DROP TRIGGER IF EXISTS log_entry_refuses_delete;

CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
WHEN OLD.sequence > coalesce((SELECT max(entries) FROM log_checkpoint), 0)
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
