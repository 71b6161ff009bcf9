-- Everything Caravan remembers. One schema for SQLite and PostgreSQL; what differs comes in through placeholders:
--   ${id}        a 64-bit primary key     SQLite: INTEGER (the row id)   PostgreSQL: BIGINT
--   ${text}      text compared by bytes   SQLite: TEXT                   PostgreSQL: TEXT COLLATE "C"
--   ${clustered} rows kept in key order   SQLite: WITHOUT ROWID          PostgreSQL: nothing
-- Moments are text, ISO 8601 in UTC with milliseconds, so that they sort and read well. Attributes and changes are JSON text.
-- Short columns come before long ones: SQLite then walks a table without touching the long ones.

CREATE TABLE counter (
    name  ${text} NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO counter (name, value) VALUES ('identity', 0), ('identity version', 0), ('change', 0), ('dead letter', 0), ('cycle', 0);

-- the hub --------------------------------------------------------------------------------------------------------------

CREATE TABLE identity (
    id         ${id}   NOT NULL PRIMARY KEY,
    key        ${text} NOT NULL UNIQUE,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL
);
CREATE INDEX identity_version ON identity (version);

CREATE TABLE indexed_attribute (
    name ${text} NOT NULL PRIMARY KEY
);

-- Values identities can be found by, in lower case.
CREATE TABLE identity_value (
    attribute   ${text} NOT NULL,
    value       ${text} NOT NULL,
    identity_id BIGINT  NOT NULL,
    PRIMARY KEY (attribute, value, identity_id)
) ${clustered};

-- Source records as resolved last. contributed is null until it could be computed for the first time. The key starts with the anchor because references look for an anchor in every job.
CREATE TABLE source_record (
    job          ${text} NOT NULL,
    anchor       ${text} NOT NULL,
    hash         BIGINT  NOT NULL,
    absent_since ${text},
    identity_id  BIGINT REFERENCES identity (id),
    place        TEXT    NOT NULL,
    attributes   TEXT    NOT NULL,
    contributed  TEXT,
    PRIMARY KEY (anchor, job)
);
CREATE INDEX source_record_identity ON source_record (identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX source_record_absent ON source_record (job) WHERE absent_since IS NOT NULL;

-- Source records that wait to be resolved. waits: read (attributes stand here), absent, again (as it is in source_record).
-- restaged: waits again once what this read staged is taken back.
CREATE TABLE staged_record (
    job        ${text} NOT NULL,
    anchor     ${text} NOT NULL,
    waits      ${text} NOT NULL CHECK (waits IN ('read', 'absent', 'again')),
    restaged   BOOLEAN NOT NULL,
    hash       BIGINT,
    place      TEXT,
    attributes TEXT,
    PRIMARY KEY (job, anchor)
);

-- links ----------------------------------------------------------------------------------------------------------------

-- state: none, enabled, disabled, unmanaged, deleted, missing.
CREATE TABLE link (
    job         ${text} NOT NULL,
    identity_id BIGINT  NOT NULL REFERENCES identity (id),
    state       ${text} NOT NULL,
    anchor      ${text},
    marked      BOOLEAN NOT NULL,
    disabled_at ${text},
    due_at      ${text},
    reason      TEXT    NOT NULL,
    shadow      TEXT    NOT NULL,
    PRIMARY KEY (job, identity_id)
);
CREATE INDEX link_anchor ON link (job, anchor, identity_id) WHERE state IN ('enabled', 'disabled', 'unmanaged');
CREATE INDEX link_state ON link (job, state);
CREATE INDEX link_due ON link (job, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_marked ON link (job, identity_id) WHERE marked;

CREATE TABLE account_reference (
    job         ${text} NOT NULL,
    identity_id BIGINT  NOT NULL,
    refers_to   ${text} NOT NULL,
    PRIMARY KEY (job, identity_id, refers_to)
) ${clustered};
CREATE INDEX account_reference_to ON account_reference (job, refers_to);

-- The listing of a target that first matching works on; empty between cycles.
CREATE TABLE listed_account (
    job        ${text} NOT NULL,
    anchor     ${text} NOT NULL,
    attributes TEXT    NOT NULL,
    match_keys TEXT    NOT NULL,
    PRIMARY KEY (job, anchor)
);
CREATE TABLE listed_key (
    job       ${text} NOT NULL,
    attribute ${text} NOT NULL,
    value     ${text} NOT NULL,
    anchor    ${text} NOT NULL,
    PRIMARY KEY (job, attribute, value, anchor)
) ${clustered};

-- changes --------------------------------------------------------------------------------------------------------------

-- dispatch_order: 0 urgent, 1 grants, 2 removes, 3 deletes.
CREATE TABLE planned_change (
    id             ${id}   NOT NULL PRIMARY KEY,
    job            ${text} NOT NULL,
    cycle          BIGINT  NOT NULL,
    dispatch_order INTEGER NOT NULL,
    held           BOOLEAN NOT NULL,
    identity_id    BIGINT  NOT NULL,
    identity_key   ${text} NOT NULL,
    kind           ${text} NOT NULL,
    change         TEXT    NOT NULL
);
CREATE INDEX planned_change_next ON planned_change (job, dispatch_order, id) WHERE NOT held;
CREATE INDEX planned_change_held ON planned_change (job, dispatch_order, id) WHERE held;

-- Changes, and source records (change is null), that are not tried again by themselves.
CREATE TABLE dead_letter (
    id           ${id}   NOT NULL PRIMARY KEY,
    job          ${text} NOT NULL,
    cycle        BIGINT  NOT NULL,
    at           ${text} NOT NULL,
    identity_id  BIGINT,
    identity_key ${text} NOT NULL,
    anchor       ${text},
    outcome      ${text} NOT NULL,
    attempts     INTEGER NOT NULL,
    place        TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    basis        TEXT,
    change       TEXT
);
CREATE UNIQUE INDEX dead_letter_identity ON dead_letter (job, identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX dead_letter_job ON dead_letter (job, id);

-- names ----------------------------------------------------------------------------------------------------------------

CREATE TABLE given_name (
    namespace   ${text} NOT NULL,
    compared    ${text} NOT NULL,
    name        TEXT    NOT NULL,
    identity_id BIGINT  NOT NULL,
    given_at    ${text} NOT NULL,
    free_at     ${text},
    PRIMARY KEY (namespace, compared)
);
CREATE INDEX given_name_identity ON given_name (namespace, identity_id);

-- the provisioning log -------------------------------------------------------------------------------------------------

CREATE TABLE log_entry (
    sequence        ${id}   NOT NULL PRIMARY KEY,
    at              ${text} NOT NULL,
    cycle           BIGINT  NOT NULL,
    job             ${text} NOT NULL,
    identity_key    ${text} NOT NULL,
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
    hash            TEXT    NOT NULL
);
CREATE INDEX log_entry_identity ON log_entry (identity_key, sequence) WHERE identity_key <> '';
CREATE INDEX log_entry_cycle ON log_entry (cycle, sequence);

-- How many entries there are and the hash of the last: one row, written with every append.
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO log_head (entries, hash) VALUES (0, '${chainStart}');

-- cycles ---------------------------------------------------------------------------------------------------------------

CREATE TABLE job_state (
    job               ${text} NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      ${text}
);

CREATE TABLE cycle (
    id         ${id}   NOT NULL PRIMARY KEY,
    job        ${text} NOT NULL,
    kind       ${text} NOT NULL,
    started_at ${text} NOT NULL,
    ended_at   ${text},
    status     ${text} NOT NULL,
    message    TEXT    NOT NULL,
    counts     TEXT    NOT NULL
);
CREATE INDEX cycle_job ON cycle (job, id);

CREATE TABLE job_lease (
    job        ${text} NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at ${text} NOT NULL
);
