BEGIN TRANSACTION;
CREATE TABLE account_reference (
    job         TEXT NOT NULL,
    identity_id BIGINT  NOT NULL,
    refers_to   TEXT NOT NULL,
    PRIMARY KEY (job, identity_id, refers_to)
) WITHOUT ROWID;
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
INSERT INTO "caravan_schema_history" VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-11-29 17:06:30.605',5,1);
INSERT INTO "caravan_schema_history" VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-11-29 17:06:30.614',0,1);
INSERT INTO "caravan_schema_history" VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-11-29 17:06:30.619',0,1);
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO "counter" VALUES('identity',6);
INSERT INTO "counter" VALUES('identity version',8);
INSERT INTO "counter" VALUES('change',7);
INSERT INTO "counter" VALUES('dead letter',2);
INSERT INTO "counter" VALUES('cycle',4);
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
INSERT INTO "cycle" VALUES(1,'hr','delta','2026-11-29T17:06:31.853Z','2026-11-29T17:06:32.066Z','done','','{"absent":0,"identities-created":5,"read":5,"resolved":5,"unchanged-records":0}');
INSERT INTO "cycle" VALUES(2,'app','delta','2026-11-29T17:06:32.070Z','2026-11-29T17:06:32.228Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"listed":0,"missing":0,"planned-create":4,"skipped":1}');
INSERT INTO "cycle" VALUES(3,'hr','delta','2026-11-29T17:06:35.559Z','2026-11-29T17:06:35.959Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3}');
INSERT INTO "cycle" VALUES(4,'app','delta','2026-11-29T17:06:35.970Z','2026-11-29T17:06:36.221Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"planned-create":1,"planned-disable":1,"planned-update":1}');
CREATE TABLE dead_letter (
    id           INTEGER   NOT NULL PRIMARY KEY,
    job          TEXT NOT NULL,
    cycle        BIGINT  NOT NULL,
    at           TEXT NOT NULL,
    identity_id  BIGINT,
    identity_key TEXT NOT NULL,
    anchor       TEXT,
    outcome      TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    place        TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    basis        TEXT,
    change       TEXT
);
INSERT INTO "dead_letter" VALUES(1,'hr',3,'2026-11-29T17:06:35.559Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used',NULL,NULL);
INSERT INTO "dead_letter" VALUES(2,'app',4,'2026-11-29T17:06:36.205Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','85e0236350e024183129a1ab5b7ccfdd','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"85e0236350e024183129a1ab5b7ccfdd"}');
CREATE TABLE given_name (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    identity_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO "given_name" VALUES('logins','ada','ada',1,'2026-11-29T17:06:32.070Z',NULL);
INSERT INTO "given_name" VALUES('logins','bob','bob',2,'2026-11-29T17:06:32.070Z',NULL);
INSERT INTO "given_name" VALUES('logins','zoë','zoë',3,'2026-11-29T17:06:32.070Z',NULL);
INSERT INTO "given_name" VALUES('logins','dan','dan',4,'2026-11-29T17:06:32.070Z',NULL);
INSERT INTO "given_name" VALUES('logins','nobody','nobody',6,'2026-11-29T17:06:35.970Z',NULL);
CREATE TABLE identity (
    id         INTEGER   NOT NULL PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL
);
INSERT INTO "identity" VALUES(1,'E1',1,'{"workerId":"E1","name":"Ada","dept":"Sales"}');
INSERT INTO "identity" VALUES(2,'E2',2,'{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}');
INSERT INTO "identity" VALUES(3,'E3',7,'{"workerId":"E3","name":"Zoë","dept":"IT","managerId":"E2"}');
INSERT INTO "identity" VALUES(4,'E4',8,'{"workerId":"E4","name":"Dan","dept":"Legal","managerId":"E2","endDate":"2026-03-31"}');
INSERT INTO "identity" VALUES(5,'E5',5,'{"workerId":"E5","name":"Eve","dept":"IT","managerId":"E1","endDate":"2020-01-31"}');
INSERT INTO "identity" VALUES(6,'E6',6,'{"workerId":"E6","name":"Nobody","dept":"IT","managerId":"E1"}');
CREATE TABLE identity_value (
    attribute   TEXT NOT NULL,
    value       TEXT NOT NULL,
    identity_id BIGINT  NOT NULL,
    PRIMARY KEY (attribute, value, identity_id)
) WITHOUT ROWID;
INSERT INTO "identity_value" VALUES('workerId','e1',1);
INSERT INTO "identity_value" VALUES('workerId','e2',2);
INSERT INTO "identity_value" VALUES('workerId','e3',3);
INSERT INTO "identity_value" VALUES('workerId','e4',4);
INSERT INTO "identity_value" VALUES('workerId','e5',5);
INSERT INTO "identity_value" VALUES('workerId','e6',6);
CREATE TABLE indexed_attribute (
    name TEXT NOT NULL PRIMARY KEY
);
INSERT INTO "indexed_attribute" VALUES('workerId');
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE TABLE job_state (
    job               TEXT NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      TEXT
);
INSERT INTO "job_state" VALUES('hr','33b88123b4638817d127f7e60863c57e865d65c889f1a1b1687ae9f0c4f9225c
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
8c3ce54d3dffc552e9d81df22a7b0e85b22f5d8a55b785c9d0f5f6c573cfeeb6 endDate
eb329d142728b9db7794c8b6795f012ebd331d74094c9b48d929887cc13b4f86 managerId
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId',0,NULL,7,'2026-11-29T17:06:35.559Z');
INSERT INTO "job_state" VALUES('app','4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker',8,NULL,-1,NULL);
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO "last_reading" VALUES('hr',0,X'000000000000000576B7E8DF136B8797A24A7C387E257545D51F7BB5A31CFC7B3FAC80FB1A98C99762291AB0D136B5546AE1885BA6FFAB3F9B932937EB8211E8B883DDD4621525B44F2800E6868139F93E56B82F20795FDD23BBEA63379BE4D793BEBEFA198620CC11BB64917A96E4C040B9E444F96A9F8C26DB5989E1B6565B');
INSERT INTO "last_reading" VALUES('hr',-1,X'');
CREATE TABLE link (
    job         TEXT NOT NULL,
    identity_id BIGINT  NOT NULL REFERENCES identity (id),
    state       TEXT NOT NULL,
    anchor      TEXT,
    marked      BOOLEAN NOT NULL,
    disabled_at TEXT,
    due_at      TEXT,
    reason      TEXT    NOT NULL,
    shadow      TEXT    NOT NULL,
    PRIMARY KEY (job, identity_id)
);
INSERT INTO "link" VALUES('app',5,'none',NULL,0,NULL,NULL,'there is no account to disable: has left: end date was 2020-01-31','{}');
INSERT INTO "link" VALUES('app',1,'enabled','ada',0,NULL,NULL,'','{"login":"ada","worker":"E1","name":"Ada","dept":"Sales","active":true}');
INSERT INTO "link" VALUES('app',2,'enabled','bob',0,NULL,NULL,'','{"login":"bob","worker":"E2","name":"Bob","dept":"Sales","active":true}');
INSERT INTO "link" VALUES('app',3,'enabled','zoë',0,NULL,NULL,'','{"login":"zoë","worker":"E3","name":"Zoë","dept":"IT","active":true}');
INSERT INTO "link" VALUES('app',4,'disabled','dan',0,'2026-11-29T17:06:35.970Z',NULL,'has left: end date was 2026-03-31','{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","active":false}');
INSERT INTO "link" VALUES('app',6,'none',NULL,0,NULL,NULL,'','{}');
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
CREATE TABLE log_entry (
    sequence        INTEGER   NOT NULL PRIMARY KEY,
    at              TEXT NOT NULL,
    cycle           BIGINT  NOT NULL,
    job             TEXT NOT NULL,
    identity_key    TEXT NOT NULL,
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
);
INSERT INTO "log_entry" VALUES(1,'2026-11-29T17:06:31.853Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'command','d18210ee223385344837559170b535be12efea5d42ed6512e3f678ed207b844b');
INSERT INTO "log_entry" VALUES(2,'2026-11-29T17:06:31.853Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'command','1b1e9fc78c11be7ba62c3f00f27b2c211d7c17d573ea4622a736ca6e103fa323');
INSERT INTO "log_entry" VALUES(3,'2026-11-29T17:06:31.853Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'command','40beb5092160488de529e6c6abbb687fe1797bece2c8b6d3659ccd62c2b2df22');
INSERT INTO "log_entry" VALUES(4,'2026-11-29T17:06:31.853Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'command','da85a5669e5d302bbf23f333e24cb6047ccd538591ed869c3565d99afb44ed95');
INSERT INTO "log_entry" VALUES(5,'2026-11-29T17:06:31.853Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'command','42ee4c194ad0c5b53fd52df4f5c2a734d5f3783f5aac808e3ff5f5d49a956491');
INSERT INTO "log_entry" VALUES(6,'2026-11-29T17:06:32.070Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'command','2cda05d95f2d6c939cb056de3994d64abed0a2262b3a60645e9816a6a6290429');
INSERT INTO "log_entry" VALUES(7,'2026-11-29T17:06:32.220Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,11,'command','d1db7309667e93b6d3a71bbdb48e3cab2551ea5fb6a5a49a3772392a15cc63c8');
INSERT INTO "log_entry" VALUES(8,'2026-11-29T17:06:32.220Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,11,'command','83631db6a3b3c6d4f28b57392093ac12f64c833d8791222e88cb161c8089c175');
INSERT INTO "log_entry" VALUES(9,'2026-11-29T17:06:32.220Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,11,'command','78bff11c3229984bf8374592dc8de8d51d249ab8efd4824c02200c02f9f97ee0');
INSERT INTO "log_entry" VALUES(10,'2026-11-29T17:06:32.220Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,11,'command','d80c3b32278b8cabb18651a19da96991c01b405693a456d414f640c85fee9135');
INSERT INTO "log_entry" VALUES(11,'2026-11-29T17:06:35.559Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used','[]','["read: rejected"]',1,0,'command','0d78d13c1f7399ea9dbac8bb94af95db96076b9d9da183f4eba3dd83e6d553bf');
INSERT INTO "log_entry" VALUES(12,'2026-11-29T17:06:35.559Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'command','bf63930a77b70e2a99c71fb8dc435f9b0fb0aec6e40894e14486d54af705d05a');
INSERT INTO "log_entry" VALUES(13,'2026-11-29T17:06:35.559Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'command','e490bc0f3df192efd5a504ce2b73f8239d5bde12eff7698d9a0dfd61b0169116');
INSERT INTO "log_entry" VALUES(14,'2026-11-29T17:06:35.559Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'command','674b63a2add2b788568dad1871a4253f58d821a9a92949c2f8a679b2ae1676ff');
INSERT INTO "log_entry" VALUES(15,'2026-11-29T17:06:36.205Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed","dispatch: ok"]',1,11,'command','027038ac46abbff9abbfac41a7f6d15f831ed07279833ae05d3bc8f5ed4ad93d');
INSERT INTO "log_entry" VALUES(16,'2026-11-29T17:06:36.205Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed","dispatch: ok"]',1,21,'command','8ae77635126ea1e90adb09117a2fc6190ea45cc6ae65eadf804bb58de291d31b');
INSERT INTO "log_entry" VALUES(17,'2026-11-29T17:06:36.205Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed","dispatch: invalid"]',1,21,'command','c8e59ba26901648a709e071504f8aeee1bf435c895df01dfd61e5e5ea719cf4f');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO "log_head" VALUES(17,'c8e59ba26901648a709e071504f8aeee1bf435c895df01dfd61e5e5ea719cf4f');
CREATE TABLE planned_change (
    id             INTEGER   NOT NULL PRIMARY KEY,
    job            TEXT NOT NULL,
    cycle          BIGINT  NOT NULL,
    dispatch_order INTEGER NOT NULL,
    held           BOOLEAN NOT NULL,
    identity_id    BIGINT  NOT NULL,
    identity_key   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    change         TEXT    NOT NULL
);
CREATE TABLE source_record (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    hash         BIGINT  NOT NULL,
    absent_since TEXT,
    identity_id  BIGINT REFERENCES identity (id),
    place        TEXT    NOT NULL,
    attributes   TEXT    NOT NULL,
    contributed  TEXT,
    PRIMARY KEY (anchor, job)
);
INSERT INTO "source_record" VALUES('hr','E1',-3089614799296988037,NULL,1,'hr.csv:2','{"workerId":"E1","name":"Ada","dept":"Sales"}','{"workerId":"E1","name":"Ada","dept":"Sales"}');
INSERT INTO "source_record" VALUES('hr','E2',7701586765005433663,NULL,2,'hr.csv:3','{"workerId":"E2","name":"Bob","dept":"Sales","manager":"E1"}','{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}');
INSERT INTO "source_record" VALUES('hr','E3',1686136869872003359,NULL,3,'hr.csv:4','{"workerId":"E3","name":"Zoë","dept":"IT","manager":"E2"}','{"workerId":"E3","name":"Zoë","dept":"IT","managerId":"E2"}');
INSERT INTO "source_record" VALUES('hr','E4',3375936296583056682,NULL,4,'hr.csv:5','{"workerId":"E4","name":"Dan","dept":"Legal","manager":"E2","end":"2026-03-31"}','{"workerId":"E4","name":"Dan","dept":"Legal","managerId":"E2","endDate":"2026-03-31"}');
INSERT INTO "source_record" VALUES('hr','E5',2799930042073110107,NULL,5,'hr.csv:6','{"workerId":"E5","name":"Eve","dept":"IT","manager":"E1","end":"2020-01-31"}','{"workerId":"E5","name":"Eve","dept":"IT","managerId":"E1","endDate":"2020-01-31"}');
INSERT INTO "source_record" VALUES('hr','E6',1199733332200993161,NULL,6,'hr.csv:7','{"workerId":"E6","name":"Nobody","dept":"IT","manager":"E1"}','{"workerId":"E6","name":"Nobody","dept":"IT","managerId":"E1"}');
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
CREATE INDEX "caravan_schema_history_s_idx" ON "caravan_schema_history" ("success");
CREATE INDEX identity_version ON identity (version);
CREATE INDEX source_record_identity ON source_record (identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX source_record_absent ON source_record (job) WHERE absent_since IS NOT NULL;
CREATE INDEX link_anchor ON link (job, anchor, identity_id) WHERE state IN ('enabled', 'disabled', 'unmanaged');
CREATE INDEX link_state ON link (job, state);
CREATE INDEX link_due ON link (job, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_marked ON link (job, identity_id) WHERE marked;
CREATE INDEX account_reference_to ON account_reference (job, refers_to);
CREATE INDEX planned_change_next ON planned_change (job, dispatch_order, id) WHERE NOT held;
CREATE INDEX planned_change_held ON planned_change (job, dispatch_order, id) WHERE held;
CREATE UNIQUE INDEX dead_letter_identity ON dead_letter (job, identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX dead_letter_job ON dead_letter (job, id);
CREATE INDEX given_name_identity ON given_name (namespace, identity_id);
CREATE INDEX log_entry_identity ON log_entry (identity_key, sequence) WHERE identity_key <> '';
CREATE INDEX log_entry_cycle ON log_entry (cycle, sequence);
CREATE INDEX cycle_job ON cycle (job, id);
CREATE TRIGGER log_entry_refuses_update BEFORE UPDATE ON log_entry
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
COMMIT;
