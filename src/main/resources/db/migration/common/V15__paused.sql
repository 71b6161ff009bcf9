-- Jobs that somebody has paused.
CREATE TABLE job_pause (
    job       ${text} NOT NULL PRIMARY KEY,
    paused_at ${text} NOT NULL,
    paused_by TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    until_at  ${text}
);

-- The cycle of a source that changed a subject last; 0: before that was kept.
ALTER TABLE subject ADD COLUMN changed_in_cycle BIGINT DEFAULT 0 NOT NULL;
