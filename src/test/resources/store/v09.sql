BEGIN TRANSACTION;
CREATE TABLE account_reference (
    job         TEXT NOT NULL,
    identity_id BIGINT  NOT NULL,
    attribute   TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (job, identity_id, attribute, value)
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
INSERT INTO "caravan_schema_history" VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-11-29 17:12:21.857',11,1);
INSERT INTO "caravan_schema_history" VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-11-29 17:12:21.874',0,1);
INSERT INTO "caravan_schema_history" VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-11-29 17:12:21.907',2,1);
INSERT INTO "caravan_schema_history" VALUES(4,'4','why is data','JDBC','io.caravan.store.V4__why_is_data',NULL,'','2026-11-29 17:12:21.920',8,1);
INSERT INTO "caravan_schema_history" VALUES(5,'5','people','SQL','V5__people.sql',-539516335,'','2026-11-29 17:12:21.935',5,1);
INSERT INTO "caravan_schema_history" VALUES(6,'6','evidence','SQL','V6__evidence.sql',-2031021116,'','2026-11-29 17:12:21.958',1,1);
INSERT INTO "caravan_schema_history" VALUES(7,'7','fence','SQL','V7__fence.sql',-1226094,'','2026-11-29 17:12:22.079',3,1);
INSERT INTO "caravan_schema_history" VALUES(8,'8','source memory','SQL','V8__source_memory.sql',-426286470,'','2026-11-29 17:12:22.084',1,1);
INSERT INTO "caravan_schema_history" VALUES(9,'9','seal and steps','SQL','V9__seal_and_steps.sql',1749894352,'','2026-11-29 17:12:22.095',2,1);
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
INSERT INTO "cycle" VALUES(1,'hr','delta','2026-11-29T17:12:24.459Z','2026-11-29T17:12:25.347Z','done','','{"absent":0,"identities-created":5,"read":5,"rejected":0,"resolved":5,"unchanged-records":0}');
INSERT INTO "cycle" VALUES(2,'app','delta','2026-11-29T17:12:25.353Z','2026-11-29T17:12:26.542Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"gone":0,"listed":0,"missing":0,"planned-create":4,"skipped":1}');
INSERT INTO "cycle" VALUES(3,'hr','delta','2026-11-29T17:12:35.105Z','2026-11-29T17:12:35.849Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3}');
INSERT INTO "cycle" VALUES(4,'app','delta','2026-11-29T17:12:35.869Z','2026-11-29T17:12:36.465Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"gone":0,"missing":0,"planned-create":1,"planned-disable":1,"planned-update":1}');
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
, step TEXT DEFAULT 'dispatch' NOT NULL);
INSERT INTO "dead_letter" VALUES(1,'hr',3,'2026-11-29T17:12:35.105Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule',NULL,NULL,'dispatch');
INSERT INTO "dead_letter" VALUES(2,'app',4,'2026-11-29T17:12:36.360Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','85e0236350e024183129a1ab5b7ccfdd','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"85e0236350e024183129a1ab5b7ccfdd"}','dispatch');
CREATE TABLE given_name (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    identity_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO "given_name" VALUES('logins','ada','ada',1,'2026-11-29T17:12:25.353Z',NULL);
INSERT INTO "given_name" VALUES('logins','bob','bob',2,'2026-11-29T17:12:25.353Z',NULL);
INSERT INTO "given_name" VALUES('logins','zoë','zoë',3,'2026-11-29T17:12:25.353Z',NULL);
INSERT INTO "given_name" VALUES('logins','dan','dan',4,'2026-11-29T17:12:25.353Z',NULL);
INSERT INTO "given_name" VALUES('logins','nobody','nobody',6,'2026-11-29T17:12:35.869Z',NULL);
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
, fence BIGINT NOT NULL DEFAULT 0);
INSERT INTO "job_lease" VALUES('hr','','2026-11-29T17:15:35.110Z',2);
INSERT INTO "job_lease" VALUES('app','','2026-11-29T17:15:35.872Z',2);
CREATE TABLE job_state (
    job               TEXT NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      TEXT
, evaluated_at TEXT);
INSERT INTO "job_state" VALUES('hr','33b88123b4638817d127f7e60863c57e865d65c889f1a1b1687ae9f0c4f9225c
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
8c3ce54d3dffc552e9d81df22a7b0e85b22f5d8a55b785c9d0f5f6c573cfeeb6 endDate
eb329d142728b9db7794c8b6795f012ebd331d74094c9b48d929887cc13b4f86 managerId
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId',0,NULL,7,'2026-11-29T17:12:35.105Z',NULL);
INSERT INTO "job_state" VALUES('app','4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker',8,NULL,-1,NULL,'2026-11-29T17:12:35.869Z');
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO "last_reading" VALUES('hr',0,X'0000000000000005D42FBE226FADAAF8A24A7C387E257545D51F7BB5A31CFC7B38207BBE0A2B1A1562291AB0D136B5546AE1885BA6FFAB3F54D050F12B1EB20BB883DDD4621525B44F2800E6868139F965535CF4E0C372FD23BBEA63379BE4D793BEBEFA198620CC656E64C98298405A40B9E444F96A9F8C26DB5989E1B6565B');
INSERT INTO "last_reading" VALUES('hr',-1,X'');
CREATE TABLE link (
    job         TEXT NOT NULL,
    identity_id BIGINT  NOT NULL REFERENCES identity (id),
    state       TEXT NOT NULL,
    anchor      TEXT,
    marked      BOOLEAN NOT NULL,
    disabled_at TEXT,
    due_at      TEXT,
    shadow      TEXT    NOT NULL, because TEXT, problem TEXT, unconfirmed TEXT,
    PRIMARY KEY (job, identity_id)
);
INSERT INTO "link" VALUES('app',5,'none',NULL,0,NULL,NULL,'{}','{"reason":"nothing-to-disable","cause":{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2020-01-31"]}}}',NULL,NULL);
INSERT INTO "link" VALUES('app',1,'enabled','ada',0,NULL,NULL,'{"login":"ada","worker":"E1","name":"Ada","dept":"Sales","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',2,'enabled','bob',0,NULL,NULL,'{"login":"bob","worker":"E2","name":"Bob","dept":"Sales","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',3,'enabled','zoë',0,NULL,NULL,'{"login":"zoë","worker":"E3","name":"Zoë","dept":"IT","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',4,'disabled','dan',0,'2026-11-29T17:12:35.869Z',NULL,'{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","active":false}','{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2026-03-31"]}}',NULL,NULL);
INSERT INTO "link" VALUES('app',6,'none',NULL,1,NULL,NULL,'{}',NULL,NULL,NULL);
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
INSERT INTO "log_entry" VALUES(1,'2026-11-29T17:12:24.459Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'sync by root','d758e918cf024f906d1db9bb577509f686af0e272cbe895206a49ff4d25bd2ca');
INSERT INTO "log_entry" VALUES(2,'2026-11-29T17:12:24.459Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'sync by root','73e915861a9b6b73e37fd81f17899991c7e8871dd858bc0ce6a2cfb6a1532428');
INSERT INTO "log_entry" VALUES(3,'2026-11-29T17:12:24.459Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'sync by root','ba71b4671ceb42ea4350fc7651045772c666112bd4d9b0cb430c76b226b68354');
INSERT INTO "log_entry" VALUES(4,'2026-11-29T17:12:24.459Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'sync by root','c14c76d32af1c32ff9622596027203170efa93f049dd4d62f43c27bbb28d9ac4');
INSERT INTO "log_entry" VALUES(5,'2026-11-29T17:12:24.459Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'sync by root','c77986e52552cdcc7d541b24e72a896dfb478cc9440fdfed91beb890685d861b');
INSERT INTO "log_entry" VALUES(6,'2026-11-29T17:12:25.353Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'sync by root','d8fa60cb10a285ce3fc7b8199afd79e869512c54cddaa9121ac4ac7fef87d42d');
INSERT INTO "log_entry" VALUES(7,'2026-11-29T17:12:26.438Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,19,'sync by root','c1299e80351e9addbcfdeb442548ae0d6994ea0bc079dcd0f38375e48e102c57');
INSERT INTO "log_entry" VALUES(8,'2026-11-29T17:12:26.438Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,19,'sync by root','0dc0f58cb5f2262baf820405d77a368c1894061db235d15cf8e136e741134171');
INSERT INTO "log_entry" VALUES(9,'2026-11-29T17:12:26.438Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,19,'sync by root','cc29d12058d558f2e8b17c733388d50d864297163e67918959ec15faa250c40f');
INSERT INTO "log_entry" VALUES(10,'2026-11-29T17:12:26.438Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,19,'sync by root','93b6e20d52bc629e0e6af4a29475d6ea2b5d6ace9ad55fac9bfb98194d4cc2c7');
INSERT INTO "log_entry" VALUES(11,'2026-11-29T17:12:35.105Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule','[]','["read: rejected"]',1,0,'sync by root','a9a7c749fa455daacfafa09bf04f57c6437b7ba01a4b2a0da7eb9e91ab533c2d');
INSERT INTO "log_entry" VALUES(12,'2026-11-29T17:12:35.105Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'sync by root','141269a3fad470d21a81ca537c023ee4fbc2c3a41202b2c90edaf561f72bf02c');
INSERT INTO "log_entry" VALUES(13,'2026-11-29T17:12:35.105Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'sync by root','5e907b488d2296e52572c59b844631b710bf35a77074075a462ffcb4e96258cf');
INSERT INTO "log_entry" VALUES(14,'2026-11-29T17:12:35.105Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'sync by root','9f28c311e6d55aa5c499248aa2a2835ceb7cc96c09a758e3d39af850e5b6b9f2');
INSERT INTO "log_entry" VALUES(15,'2026-11-29T17:12:36.360Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed: 1 of 4 accounts would be disabled or deleted (limit 5)","dispatch: ok"]',1,24,'sync by root','13fd42df3c3dc39325d92ab92adea9a2a8da0e2db8773e30efa1671ff2498896');
INSERT INTO "log_entry" VALUES(16,'2026-11-29T17:12:36.360Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed: 0 of 4 accounts would lose an attribute''s value (limit 5)","dispatch: ok"]',1,35,'sync by root','e660542485211e6e42ca255cece22aa84fd0fa8cc16af01b6a86a4fdf3a3347f');
INSERT INTO "log_entry" VALUES(17,'2026-11-29T17:12:36.360Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed: 1 of 4 accounts would be created (no limit)","dispatch: invalid"]',1,35,'sync by root','4492638a80e402dd9b128ec02d0e5ec0a982e3d36f05f66380216636bf0493df');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO "log_head" VALUES(17,'4492638a80e402dd9b128ec02d0e5ec0a982e3d36f05f66380216636bf0493df');
CREATE TABLE merge_due (
    identity_id BIGINT  NOT NULL PRIMARY KEY,
    due_at      TEXT NOT NULL
);
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
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
INSERT INTO "seal" VALUES('9867c55f4aeae9b4166c8fe1140b6855','76c90cb0c28f71a1c7b48f20449788aa2d5e1030c9d90d398d0a88c72f2ec200');
CREATE TABLE source_memory (
    job    TEXT NOT NULL PRIMARY KEY,
    memory TEXT    NOT NULL
);
INSERT INTO "source_memory" VALUES('hr','ended');
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
CREATE INDEX link_due ON link (job, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_marked ON link (job, identity_id) WHERE marked;
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
CREATE INDEX account_reference_to ON account_reference (attribute, value, job);
CREATE INDEX merge_due_at ON merge_due (due_at);
CREATE INDEX link_anchor ON link (job, anchor, identity_id) WHERE state IN ('enabled', 'disabled', 'unmanaged', 'missing');
CREATE INDEX link_state ON link (job, state, identity_id);
COMMIT;
