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
INSERT INTO "caravan_schema_history" VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-11-29 17:18:15.454',7,1);
INSERT INTO "caravan_schema_history" VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-11-29 17:18:15.540',0,1);
INSERT INTO "caravan_schema_history" VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-11-29 17:18:15.547',0,1);
INSERT INTO "caravan_schema_history" VALUES(4,'4','why is data','JDBC','io.caravan.store.V4__why_is_data',NULL,'','2026-11-29 17:18:15.558',7,1);
INSERT INTO "caravan_schema_history" VALUES(5,'5','people','SQL','V5__people.sql',-539516335,'','2026-11-29 17:18:15.636',44,1);
INSERT INTO "caravan_schema_history" VALUES(6,'6','evidence','SQL','V6__evidence.sql',-2031021116,'','2026-11-29 17:18:15.646',1,1);
INSERT INTO "caravan_schema_history" VALUES(7,'7','fence','SQL','V7__fence.sql',-1226094,'','2026-11-29 17:18:15.668',1,1);
INSERT INTO "caravan_schema_history" VALUES(8,'8','source memory','SQL','V8__source_memory.sql',-426286470,'','2026-11-29 17:18:15.672',0,1);
INSERT INTO "caravan_schema_history" VALUES(9,'9','seal and steps','SQL','V9__seal_and_steps.sql',1749894352,'','2026-11-29 17:18:15.684',0,1);
INSERT INTO "caravan_schema_history" VALUES(10,'10','left behind','SQL','V10__left_behind.sql',645483626,'','2026-11-29 17:18:15.702',8,1);
INSERT INTO "caravan_schema_history" VALUES(11,'11','dates are days','SQL','V11__dates_are_days.sql',1729653552,'','2026-11-29 17:18:15.731',8,1);
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
INSERT INTO "cycle" VALUES(1,'hr','delta','2026-11-29T17:18:25.573Z','2026-11-29T17:18:26.451Z','done','','{"absent":0,"identities-created":5,"left-behind":0,"read":5,"rejected":0,"resolved":5,"unchanged-records":0}');
INSERT INTO "cycle" VALUES(2,'app','delta','2026-11-29T17:18:26.463Z','2026-11-29T17:18:27.465Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"gone":0,"left-behind":0,"listed":0,"missing":0,"planned-create":4,"skipped":1}');
INSERT INTO "cycle" VALUES(3,'hr','delta','2026-11-29T17:18:38.527Z','2026-11-29T17:18:40.189Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"left-behind":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3}');
INSERT INTO "cycle" VALUES(4,'app','delta','2026-11-29T17:18:40.229Z','2026-11-29T17:18:42.715Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"gone":0,"left-behind":1,"missing":0,"planned-create":1,"planned-disable":1,"planned-update":1}');
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
INSERT INTO "dead_letter" VALUES(1,'hr',3,'2026-11-29T17:18:38.527Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule',NULL,NULL,'read');
INSERT INTO "dead_letter" VALUES(2,'app',4,'2026-11-29T17:18:42.605Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','85e0236350e024183129a1ab5b7ccfdd','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"85e0236350e024183129a1ab5b7ccfdd"}','dispatch');
CREATE TABLE given_name (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    identity_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO "given_name" VALUES('logins','ada','ada',1,'2026-11-29T17:18:26.463Z',NULL);
INSERT INTO "given_name" VALUES('logins','bob','bob',2,'2026-11-29T17:18:26.463Z',NULL);
INSERT INTO "given_name" VALUES('logins','zoë','zoë',3,'2026-11-29T17:18:26.463Z',NULL);
INSERT INTO "given_name" VALUES('logins','dan','dan',4,'2026-11-29T17:18:26.463Z',NULL);
INSERT INTO "given_name" VALUES('logins','nobody','nobody',6,'2026-11-29T17:18:40.229Z',NULL);
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
INSERT INTO "job_lease" VALUES('hr','','2026-11-29T17:21:38.534Z',2);
INSERT INTO "job_lease" VALUES('app','','2026-11-29T17:21:40.229Z',2);
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
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId',0,NULL,7,'2026-11-29T17:18:38.527Z',NULL);
INSERT INTO "job_state" VALUES('app','4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker',8,NULL,-1,NULL,'2026-11-29T17:18:40.229Z');
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO "last_reading" VALUES('hr',0,X'0000000000000005160529EDB0BA2AF0A24A7C387E257545D51F7BB5A31CFC7BF2EAEB263D173BD962291AB0D136B5546AE1885BA6FFAB3F9375B82183AB0A32B883DDD4621525B44F2800E6868139F9371089FDEBAA904A23BBEA63379BE4D793BEBEFA198620CC3465FC85BDFCA8FC40B9E444F96A9F8C26DB5989E1B6565B');
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
INSERT INTO "link" VALUES('app',4,'disabled','dan',0,'2026-11-29T17:18:40.229Z',NULL,'{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","active":false}','{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2026-03-31"]}}',NULL,NULL);
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
INSERT INTO "log_entry" VALUES(1,'2026-11-29T17:18:25.573Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'sync by root','24d08690b409961e2ecf60d1949226512cce50d5049aa2b0bdf7236bd389b4fa');
INSERT INTO "log_entry" VALUES(2,'2026-11-29T17:18:25.573Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'sync by root','74b2c54b42c9e799704e3233a243d2b4d4570184139967f4eeace49964719c65');
INSERT INTO "log_entry" VALUES(3,'2026-11-29T17:18:25.573Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'sync by root','b6a903b7797bd06de3c2d690f4d7ee850b8dfac3609f54d05f84432f2c684d48');
INSERT INTO "log_entry" VALUES(4,'2026-11-29T17:18:25.573Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'sync by root','e0e6f8c9db671154b047ebdc6de072ef04cca3463a2861b22b7c5f7fffd99ee9');
INSERT INTO "log_entry" VALUES(5,'2026-11-29T17:18:25.573Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'sync by root','fb61704a1c2936030e4a3877fd3fcb7bd908627a8ee115d696205585992cae99');
INSERT INTO "log_entry" VALUES(6,'2026-11-29T17:18:26.463Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'sync by root','a166e54b976025c7a555b57b85570311b1631fa9acc7634630448edf685336f8');
INSERT INTO "log_entry" VALUES(7,'2026-11-29T17:18:27.446Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,67,'sync by root','5604956c650b70e0cc53e87cc5032212cd32300a763e4c3ef4f14ab3fbf514d9');
INSERT INTO "log_entry" VALUES(8,'2026-11-29T17:18:27.446Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,67,'sync by root','598d161974d1e5c82970d6ef7d2932bc5842f2320be13bee95d9f4293ad37315');
INSERT INTO "log_entry" VALUES(9,'2026-11-29T17:18:27.446Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,67,'sync by root','b72fba1cd8d577232b12fffd32f4aec3240461b68c1e0f0db150252bf2886309');
INSERT INTO "log_entry" VALUES(10,'2026-11-29T17:18:27.446Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,67,'sync by root','32a1bc359665aaec0fee1bc0e08cf99a9219ad89e59660800ca559c9e51a246e');
INSERT INTO "log_entry" VALUES(11,'2026-11-29T17:18:38.527Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule','[]','["read: rejected"]',1,0,'sync by root','57a4d3389cd0c6b68650c303e852828e46da9b396bb73dc5de50c436b69b8db3');
INSERT INTO "log_entry" VALUES(12,'2026-11-29T17:18:38.527Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'sync by root','0095942b7ffd4bae8a8a99690e694d434ca900743a3f98e923c61f61760d7427');
INSERT INTO "log_entry" VALUES(13,'2026-11-29T17:18:38.527Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'sync by root','1bdb1a11e01c57803c9eeed6d6bbff5fc744f903a4cb55dfefe7cd6de882c1f1');
INSERT INTO "log_entry" VALUES(14,'2026-11-29T17:18:38.527Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'sync by root','f6ce1c87168c190e66a4c68c073da665709b6e39bfead524a5f6bdd3e5701071');
INSERT INTO "log_entry" VALUES(15,'2026-11-29T17:18:42.605Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed: 1 of 4 accounts would be disabled or deleted (limit 5)","dispatch: ok"]',1,41,'sync by root','fd21d5dc9ed23da5df089b1ea4c8217675f2e703de8a5c7f5136ad8e3dc3767b');
INSERT INTO "log_entry" VALUES(16,'2026-11-29T17:18:42.605Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed: 0 of 4 accounts would lose an attribute''s value (limit 5)","dispatch: ok"]',1,246,'sync by root','c0d237df3de7f062e662e0713c4ed67b94b0c5739444e7aa35034fd42df6744f');
INSERT INTO "log_entry" VALUES(17,'2026-11-29T17:18:42.605Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed: 1 of 4 accounts would be created (no limit)","dispatch: invalid"]',1,246,'sync by root','2f208d810e05ff8e121f67dc6c1602c476d8e8640e11d00a91caaf921e11dcab');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO "log_head" VALUES(17,'2f208d810e05ff8e121f67dc6c1602c476d8e8640e11d00a91caaf921e11dcab');
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
INSERT INTO "seal" VALUES('0708937a44585420cf3411870b117dc7','cad46a456f1b616edbaa5667b1b2d30749605e39b22d642a9a434ce543d4434a');
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
CREATE INDEX link_problem ON link (job, identity_id) WHERE problem IS NOT NULL;
COMMIT;
