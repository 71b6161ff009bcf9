-- What all migrations make of an empty file; made by SchemaTest, which compares.
CREATE TABLE "caravan_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
CREATE INDEX "caravan_schema_history_s_idx" ON "caravan_schema_history" ("success");
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
CREATE TABLE source_record (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    hash         BIGINT  NOT NULL,
    absent_since TEXT,
    subject_id  BIGINT REFERENCES "subject" (id),
    place        TEXT    NOT NULL,
    attributes   TEXT    NOT NULL,
    contributed  TEXT,
    PRIMARY KEY (anchor, job)
);
CREATE INDEX source_record_identity ON source_record (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX source_record_absent ON source_record (job) WHERE absent_since IS NOT NULL;
CREATE TABLE staged_record (
    job        TEXT NOT NULL,
    anchor     TEXT NOT NULL,
    waits      TEXT NOT NULL CHECK (waits IN ('read', 'absent', 'again')),
    restaged   BOOLEAN NOT NULL,
    hash       BIGINT,
    place      TEXT,
    attributes TEXT,
    PRIMARY KEY (job, anchor)
);
CREATE TABLE link (
    job         TEXT NOT NULL,
    subject_id BIGINT  NOT NULL REFERENCES "subject" (id),
    state       TEXT NOT NULL,
    anchor      TEXT,
    marked      BOOLEAN NOT NULL,
    disabled_at TEXT,
    due_at      TEXT,
    shadow      TEXT    NOT NULL, because TEXT, problem TEXT, unconfirmed TEXT, given TEXT,
    PRIMARY KEY (job, subject_id)
);
CREATE INDEX link_due ON link (job, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_marked ON link (job, subject_id) WHERE marked;
CREATE TABLE listed_account (
    job        TEXT NOT NULL,
    anchor     TEXT NOT NULL,
    attributes TEXT    NOT NULL,
    match_keys TEXT    NOT NULL,
    PRIMARY KEY (job, anchor)
);
CREATE TABLE listed_key (
    job       TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value     TEXT NOT NULL,
    anchor    TEXT NOT NULL,
    PRIMARY KEY (job, attribute, value, anchor)
) WITHOUT ROWID;
CREATE TABLE planned_change (
    id             INTEGER   NOT NULL PRIMARY KEY,
    job            TEXT NOT NULL,
    cycle          BIGINT  NOT NULL,
    dispatch_order INTEGER NOT NULL,
    held           BOOLEAN NOT NULL,
    subject_id    BIGINT  NOT NULL,
    subject_key   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    change         TEXT    NOT NULL
, subject_kind TEXT DEFAULT 'person' NOT NULL, counts INTEGER DEFAULT 1 NOT NULL);
CREATE INDEX planned_change_held ON planned_change (job, dispatch_order, id) WHERE held;
CREATE TABLE dead_letter (
    id           INTEGER   NOT NULL PRIMARY KEY,
    job          TEXT NOT NULL,
    cycle        BIGINT  NOT NULL,
    at           TEXT NOT NULL,
    subject_id  BIGINT,
    subject_key TEXT NOT NULL,
    anchor       TEXT,
    outcome      TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    place        TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    basis        TEXT,
    change       TEXT
, step TEXT DEFAULT 'dispatch' NOT NULL, subject_kind TEXT DEFAULT 'person' NOT NULL, group_id BIGINT DEFAULT 0 NOT NULL, cause TEXT DEFAULT '' NOT NULL);
CREATE INDEX dead_letter_job ON dead_letter (job, id);
CREATE TABLE "reserved_name" (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    subject_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
CREATE TABLE log_entry (
    sequence        INTEGER   NOT NULL PRIMARY KEY,
    at              TEXT NOT NULL,
    cycle           BIGINT  NOT NULL,
    job             TEXT NOT NULL,
    subject_key    TEXT NOT NULL,
    source_anchor   TEXT    NOT NULL,
    target          TEXT    NOT NULL,
    target_anchor   TEXT    NOT NULL,
    action          TEXT NOT NULL,
    status          TEXT NOT NULL,
    reason          TEXT    NOT NULL,
    changes         TEXT    NOT NULL,
    steps           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    duration_millis BIGINT  NOT NULL,
    initiated_by    TEXT    NOT NULL,
    hash            TEXT    NOT NULL
, subject_kind TEXT DEFAULT 'person' NOT NULL);
CREATE INDEX log_entry_identity ON log_entry (subject_key, sequence) WHERE subject_key <> '';
CREATE INDEX log_entry_cycle ON log_entry (cycle, sequence);
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
CREATE TABLE job_state (
    job               TEXT NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      TEXT
, evaluated_at TEXT);
CREATE TABLE cycle (
    id         INTEGER   NOT NULL PRIMARY KEY,
    job        TEXT NOT NULL,
    kind       TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at   TEXT,
    status     TEXT NOT NULL,
    message    TEXT    NOT NULL,
    counts     TEXT    NOT NULL
);
CREATE INDEX cycle_job ON cycle (job, id);
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
, fence BIGINT NOT NULL DEFAULT 0);
CREATE TRIGGER log_entry_refuses_update BEFORE UPDATE ON log_entry
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
CREATE TABLE merge_due (
    subject_id BIGINT  NOT NULL PRIMARY KEY,
    due_at      TEXT NOT NULL
);
CREATE INDEX merge_due_at ON merge_due (due_at);
CREATE INDEX link_anchor ON link (job, anchor, subject_id) WHERE state IN ('enabled', 'disabled', 'unmanaged', 'missing');
CREATE INDEX link_state ON link (job, state, subject_id);
CREATE TABLE source_memory (
    job    TEXT NOT NULL PRIMARY KEY,
    memory TEXT    NOT NULL
);
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
CREATE INDEX link_problem ON link (job, subject_id) WHERE problem IS NOT NULL;
CREATE TABLE "subject" (
    id         INTEGER   NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL, changed_in_cycle BIGINT DEFAULT 0 NOT NULL,
    UNIQUE (kind, key)
);
CREATE INDEX subject_version ON subject (version);
CREATE TABLE subject_value (
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    PRIMARY KEY (kind, attribute, value, subject_id)
) WITHOUT ROWID;
CREATE TABLE account_reference (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (job, subject_id, kind, attribute, value)
) WITHOUT ROWID;
CREATE INDEX account_reference_to ON account_reference (attribute, value, kind, job);
CREATE TABLE membership (
    group_id  BIGINT  NOT NULL REFERENCES subject (id),
    member_id BIGINT  NOT NULL REFERENCES subject (id),
    origin    TEXT NOT NULL,
    starts_at TEXT,
    ends_at   TEXT,
    PRIMARY KEY (group_id, member_id, origin)
) WITHOUT ROWID;
CREATE INDEX membership_member ON membership (member_id, group_id);
CREATE INDEX reserved_name_subject ON reserved_name (namespace, subject_id);
CREATE TABLE job_pause (
    job       TEXT NOT NULL PRIMARY KEY,
    paused_at TEXT NOT NULL,
    paused_by TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    until_at  TEXT
, disabled BOOLEAN DEFAULT FALSE NOT NULL);
CREATE TABLE service (
    owner      TEXT NOT NULL PRIMARY KEY,
    started_by TEXT    NOT NULL,
    started_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL
);
CREATE TABLE account_member (
    job       TEXT  NOT NULL,
    group_id  BIGINT   NOT NULL,
    name_key  TEXT  NOT NULL,
    member_id BIGINT,
    state     TEXT  NOT NULL,
    name      TEXT     NOT NULL,
    PRIMARY KEY (job, group_id, name_key)
) WITHOUT ROWID;
CREATE INDEX account_member_of ON account_member (member_id, job) WHERE member_id IS NOT NULL;
CREATE INDEX account_member_strangers ON account_member (job, group_id) WHERE state = 'stranger';
CREATE TABLE membership_due (
    job       TEXT NOT NULL,
    group_id  BIGINT  NOT NULL,
    member_id BIGINT  NOT NULL,
    PRIMARY KEY (job, group_id, member_id)
) WITHOUT ROWID;
CREATE TABLE member_job (
    job         TEXT NOT NULL,
    members_job TEXT NOT NULL,
    PRIMARY KEY (members_job, job)
) WITHOUT ROWID;
CREATE INDEX membership_starts ON membership (starts_at) WHERE starts_at IS NOT NULL;
CREATE INDEX membership_ends ON membership (ends_at) WHERE ends_at IS NOT NULL;
CREATE UNIQUE INDEX dead_letter_identity ON dead_letter (job, subject_id, group_id) WHERE subject_id IS NOT NULL;
CREATE TABLE account_decision (
    job         TEXT NOT NULL,
    subject_id  BIGINT  NOT NULL REFERENCES subject (id),
    not_theirs  TEXT    NOT NULL,
    none_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (job, subject_id)
) WITHOUT ROWID;
CREATE TABLE rule_group (
    rule     TEXT  NOT NULL,
    group_id BIGINT   NOT NULL REFERENCES subject (id),
    made     BOOLEAN  NOT NULL,
    filled   BOOLEAN  NOT NULL, subject_id BIGINT,
    PRIMARY KEY (rule, group_id)
)WITHOUT ROWID;
CREATE INDEX rule_group_group ON rule_group (group_id);
CREATE TABLE rule_waiting (
    rule      TEXT  NOT NULL,
    group_key TEXT  NOT NULL,
    joins     BOOLEAN  NOT NULL,
    member_id BIGINT   NOT NULL,
    urgent    BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_key, joins, member_id)
)WITHOUT ROWID;
CREATE INDEX rule_waiting_member ON rule_waiting (member_id);
CREATE TABLE rule_says (
    rule       TEXT NOT NULL,
    group_key  TEXT NOT NULL,
    member_id  BIGINT  NOT NULL,
    attributes TEXT NOT NULL,
    PRIMARY KEY (rule, group_key, member_id)
)WITHOUT ROWID;
CREATE INDEX rule_says_attributes ON rule_says (rule, group_key, attributes);
CREATE TABLE rule_problem (
    rule      TEXT NOT NULL,
    member_id BIGINT  NOT NULL,
    group_key TEXT NOT NULL,
    message   TEXT    NOT NULL,
    PRIMARY KEY (rule, member_id, group_key)
)WITHOUT ROWID;
CREATE INDEX rule_problem_member ON rule_problem (member_id);
CREATE TABLE rule_due (
    member_id BIGINT  NOT NULL PRIMARY KEY,
    due_at    TEXT NOT NULL
)WITHOUT ROWID;
CREATE INDEX rule_due_moment ON rule_due (due_at);
CREATE TABLE membership_claim (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    group_name   TEXT NOT NULL,
    member_name  TEXT NOT NULL,
    group_id     BIGINT,
    member_id    BIGINT,
    starts_at    TEXT,
    ends_at      TEXT,
    PRIMARY KEY (job, anchor, group_name, member_name)
) WITHOUT ROWID;
CREATE INDEX membership_claim_pair ON membership_claim (group_id, member_id);
CREATE INDEX membership_claim_open ON membership_claim (job, anchor, group_name, member_name) WHERE group_id IS NULL OR member_id IS NULL;
CREATE INDEX membership_claim_end ON membership_claim (ends_at) WHERE ends_at IS NOT NULL;
CREATE TABLE staged_claim (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    group_name   TEXT NOT NULL,
    member_name  TEXT NOT NULL,
    waits        TEXT NOT NULL,
    PRIMARY KEY (job, anchor, group_name, member_name)
) WITHOUT ROWID;
CREATE TABLE "change_ruling" (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    member     TEXT DEFAULT '' NOT NULL,
    ruling     TEXT NOT NULL,
    change     TEXT    NOT NULL,
    ruled_at   TEXT NOT NULL,
    ruled_by   TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    until_at   TEXT,
    PRIMARY KEY (job, subject_id, member)
);
CREATE INDEX dead_letter_cause ON dead_letter (cause);
CREATE INDEX source_record_unassigned ON source_record (job, anchor) WHERE subject_id IS NULL;
CREATE TABLE outbox (
    id           BIGINT  PRIMARY KEY,
    event_id     TEXT NOT NULL,
    event        TEXT NOT NULL,
    at           TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_key  TEXT NOT NULL,
    body         TEXT    NOT NULL,
    tries        INTEGER NOT NULL,
    next_at      TEXT NOT NULL
);
CREATE INDEX outbox_next ON outbox (next_at, id);
CREATE TABLE watched_person (
    subject_id BIGINT  PRIMARY KEY,
    state      TEXT NOT NULL,
    has_left   BOOLEAN NOT NULL,
    known      TEXT    NOT NULL,
    start_told TEXT NOT NULL,
    end_told   TEXT NOT NULL,
    look_at    TEXT
);
CREATE INDEX watched_person_look ON watched_person (look_at) WHERE look_at IS NOT NULL;
CREATE TABLE watch_mark (
    version    BIGINT  NOT NULL,
    begun      BOOLEAN NOT NULL,
    ends_until TEXT
);
CREATE TABLE log_checkpoint (
    entries      BIGINT  NOT NULL,
    hash         TEXT    NOT NULL,
    from_at      TEXT NOT NULL,
    to_at        TEXT NOT NULL,
    before_at    TEXT NOT NULL,
    carried      BIGINT  NOT NULL,
    carried_hash TEXT    NOT NULL,
    said_in      BIGINT  NOT NULL
);
CREATE TABLE log_carried (
    sequence        INTEGER   NOT NULL PRIMARY KEY,
    at              TEXT NOT NULL,
    cycle           BIGINT  NOT NULL,
    job             TEXT NOT NULL,
    subject_key     TEXT NOT NULL,
    source_anchor   TEXT    NOT NULL,
    target          TEXT    NOT NULL,
    target_anchor   TEXT    NOT NULL,
    action          TEXT NOT NULL,
    status          TEXT NOT NULL,
    reason          TEXT    NOT NULL,
    changes         TEXT    NOT NULL,
    steps           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    duration_millis BIGINT  NOT NULL,
    initiated_by    TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    subject_kind    TEXT NOT NULL
);
CREATE INDEX log_carried_subject ON log_carried (subject_key, job);
CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
WHEN OLD.sequence > coalesce((SELECT max(entries) FROM log_checkpoint), 0)
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
CREATE TABLE listed_members (
    job     TEXT NOT NULL,
    anchor  TEXT NOT NULL,
    members TEXT    NOT NULL,
    PRIMARY KEY (job, anchor)
);
CREATE TABLE job_quarantine (
    job           TEXT NOT NULL PRIMARY KEY,
    system        TEXT NOT NULL,
    cause         TEXT NOT NULL,
    reason        TEXT    NOT NULL,
    setting       TEXT    NOT NULL,
    since         TEXT NOT NULL,
    last_at       TEXT NOT NULL,
    tries         BIGINT  NOT NULL,
    again_at      TEXT NOT NULL,
    spent_seconds BIGINT  NOT NULL,
    given         TEXT    NOT NULL
);
CREATE TABLE postponed_change (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    basis      TEXT    NOT NULL,
    tries      BIGINT  NOT NULL,
    since      TEXT NOT NULL,
    last_at    TEXT NOT NULL,
    again_at   TEXT NOT NULL,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (job, subject_id)
);
CREATE TABLE alert (
    reason  TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    job     TEXT NOT NULL,
    words   TEXT    NOT NULL,
    next    TEXT    NOT NULL,
    count   BIGINT  NOT NULL,
    since   TEXT NOT NULL,
    told_at TEXT,
    over_at TEXT
);
CREATE TABLE alert_told (
    at TEXT NOT NULL
);
CREATE TABLE credential_end (
    system    TEXT NOT NULL,
    what      TEXT NOT NULL,
    said_by   TEXT NOT NULL,
    began_at  TEXT,
    ends_at   TEXT NOT NULL,
    told_days BIGINT,
    PRIMARY KEY (system, what)
);
CREATE TABLE report_told (
    report   TEXT PRIMARY KEY,
    until_at TEXT NOT NULL
);
CREATE TABLE postponed_member (
    job       TEXT NOT NULL,
    group_id  BIGINT  NOT NULL,
    member_id BIGINT  NOT NULL,
    basis     TEXT    NOT NULL,
    tries     BIGINT  NOT NULL,
    since     TEXT NOT NULL,
    last_at   TEXT NOT NULL,
    again_at  TEXT NOT NULL,
    reason    TEXT    NOT NULL,
    PRIMARY KEY (job, group_id, member_id)
) WITHOUT ROWID;
CREATE TABLE indexed_attribute (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);
CREATE TABLE open_accounts (
    job      TEXT NOT NULL PRIMARY KEY,
    accounts BIGINT  NOT NULL
);
CREATE INDEX rule_group_subject ON rule_group (rule, subject_id) WHERE subject_id IS NOT NULL;
CREATE TABLE access_token (
    name       TEXT NOT NULL PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    system     TEXT NOT NULL,
    created_by TEXT    NOT NULL,
    created_at TEXT NOT NULL,
    until_at   TEXT
) WITHOUT ROWID;
CREATE TABLE kept_record (
    job         TEXT NOT NULL,
    anchor      TEXT NOT NULL,
    stands      TEXT NOT NULL,
    attributes  TEXT    NOT NULL,
    contributed TEXT    NOT NULL,
    not_before  TEXT,
    PRIMARY KEY (job, anchor, stands)
) WITHOUT ROWID;
CREATE INDEX planned_change_next ON planned_change (job, dispatch_order, id, subject_id) WHERE NOT held;
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (1, '1', 'state', 'SQL', 'V1__state.sql', -293283310, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (2, '2', 'append only log', 'SQL', 'V2__append_only_log.sql', -1368923428, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (3, '3', 'last reading', 'SQL', 'V3__last_reading.sql', 1576912048, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (4, '4', 'why is data', 'JDBC', 'io.caravan.store.V4__why_is_data', null, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (5, '5', 'people', 'SQL', 'V5__people.sql', -539516335, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (6, '6', 'evidence', 'SQL', 'V6__evidence.sql', -2031021116, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (7, '7', 'fence', 'SQL', 'V7__fence.sql', -1226094, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (8, '8', 'source memory', 'SQL', 'V8__source_memory.sql', -426286470, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (9, '9', 'seal and steps', 'SQL', 'V9__seal_and_steps.sql', 1749894352, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (10, '10', 'left behind', 'SQL', 'V10__left_behind.sql', 645483626, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (11, '11', 'dates are days', 'SQL', 'V11__dates_are_days.sql', 1729653552, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (12, '12', 'subjects', 'SQL', 'V12__subjects.sql', -1661450737, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (13, '13', 'whose', 'SQL', 'V13__whose.sql', 557345087, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (14, '14', 'reserved names', 'SQL', 'V14__reserved_names.sql', -1449004029, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (15, '15', 'paused', 'SQL', 'V15__paused.sql', -1428059259, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (16, '16', 'services', 'SQL', 'V16__services.sql', 1683180694, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (17, '18', 'rulings', 'SQL', 'V18__rulings.sql', 921758668, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (18, '19', 'members', 'SQL', 'V19__members.sql', 2043675406, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (19, '20', 'account decisions', 'SQL', 'V20__account_decisions.sql', -1129092976, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (20, '22', 'group rules', 'SQL', 'V22__group_rules.sql', 360490948, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (21, '23', 'said memberships', 'SQL', 'V23__said_memberships.sql', 1560368174, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (22, '24', 'held members', 'SQL', 'V24__held_members.sql', 79940430, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (23, '25', 'causes', 'JDBC', 'io.caravan.store.V25__causes', null, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (24, '26', 'given values', 'SQL', 'V26__given_values.sql', 1739931883, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (25, '27', 'few of many', 'SQL', 'V27__few_of_many.sql', 228200177, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (26, '28', 'outbox', 'SQL', 'V28__outbox.sql', -1965822846, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (27, '29', 'log checkpoint', 'SQL', 'V29__log_checkpoint.sql', 310290046, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (28, '30', 'listed members', 'SQL', 'V30__listed_members.sql', -1679498262, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (29, '31', 'quarantine', 'SQL', 'V31__quarantine.sql', 431248371, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (30, '32', 'alerts', 'SQL', 'V32__alerts.sql', 715988867, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (31, '33', 'credentials', 'SQL', 'V33__credentials.sql', -1705474423, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (32, '34', 'reports', 'SQL', 'V34__reports.sql', 662252631, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (33, '35', 'postponed members', 'SQL', 'V35__postponed_members.sql', -1470749193, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (34, '36', 'found by kind', 'SQL', 'V36__found_by_kind.sql', -1122232180, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (35, '37', 'groups of subjects', 'SQL', 'V37__groups_of_subjects.sql', -1250661501, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (36, '38', 'effective dates', 'SQL', 'V38__effective_dates.sql', 495561382, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (37, '39', 'tokens', 'SQL', 'V39__tokens.sql', -1701793242, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (38, '40', 'kept records', 'SQL', 'V40__kept_records.sql', 899037608, '', 0, 1);
INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (39, '41', 'order of dispatch', 'SQL', 'V41__order_of_dispatch.sql', -1961090494, '', 0, 1);
INSERT INTO counter (name, value) VALUES ('subject', 0);
INSERT INTO counter (name, value) VALUES ('subject version', 0);
INSERT INTO counter (name, value) VALUES ('change', 0);
INSERT INTO counter (name, value) VALUES ('dead letter', 0);
INSERT INTO counter (name, value) VALUES ('cycle', 0);
INSERT INTO counter (name, value) VALUES ('outbox', 0);
INSERT INTO log_head (entries, hash) VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO seal (store, secret) VALUES (lower(hex(randomblob(16))), lower(hex(randomblob(32))));
