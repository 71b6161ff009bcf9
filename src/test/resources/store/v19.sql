BEGIN TRANSACTION;
CREATE TABLE account_member (
    job       TEXT  NOT NULL,
    group_id  BIGINT   NOT NULL,
    name_key  TEXT  NOT NULL,
    member_id BIGINT,
    state     TEXT  NOT NULL,
    name      TEXT     NOT NULL,
    PRIMARY KEY (job, group_id, name_key)
) WITHOUT ROWID;
CREATE TABLE account_reference (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (job, subject_id, kind, attribute, value)
) WITHOUT ROWID;
INSERT INTO "account_reference" VALUES('app',2,'person','workerId','e1');
INSERT INTO "account_reference" VALUES('app',6,'person','workerId','e1');
INSERT INTO "account_reference" VALUES('app',3,'person','workerId','e2');
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
INSERT INTO "caravan_schema_history" VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-11-29 17:39:46.905',19,1);
INSERT INTO "caravan_schema_history" VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-11-29 17:39:46.953',10,1);
INSERT INTO "caravan_schema_history" VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-11-29 17:39:46.961',1,1);
INSERT INTO "caravan_schema_history" VALUES(4,'4','why is data','JDBC','io.caravan.store.V4__why_is_data',NULL,'','2026-11-29 17:39:46.971',7,1);
INSERT INTO "caravan_schema_history" VALUES(5,'5','people','SQL','V5__people.sql',-539516335,'','2026-11-29 17:39:47.012',6,1);
INSERT INTO "caravan_schema_history" VALUES(6,'6','evidence','SQL','V6__evidence.sql',-2031021116,'','2026-11-29 17:39:47.047',8,1);
INSERT INTO "caravan_schema_history" VALUES(7,'7','fence','SQL','V7__fence.sql',-1226094,'','2026-11-29 17:39:47.064',5,1);
INSERT INTO "caravan_schema_history" VALUES(8,'8','source memory','SQL','V8__source_memory.sql',-426286470,'','2026-11-29 17:39:47.079',0,1);
INSERT INTO "caravan_schema_history" VALUES(9,'9','seal and steps','SQL','V9__seal_and_steps.sql',1749894352,'','2026-11-29 17:39:47.083',0,1);
INSERT INTO "caravan_schema_history" VALUES(10,'10','left behind','SQL','V10__left_behind.sql',645483626,'','2026-11-29 17:39:47.103',3,1);
INSERT INTO "caravan_schema_history" VALUES(11,'11','dates are days','SQL','V11__dates_are_days.sql',1729653552,'','2026-11-29 17:39:47.121',5,1);
INSERT INTO "caravan_schema_history" VALUES(12,'12','subjects','SQL','V12__subjects.sql',-1661450737,'','2026-11-29 17:39:47.178',9,1);
INSERT INTO "caravan_schema_history" VALUES(13,'13','whose','SQL','V13__whose.sql',557345087,'','2026-11-29 17:39:47.252',67,1);
INSERT INTO "caravan_schema_history" VALUES(14,'14','reserved names','SQL','V14__reserved_names.sql',-1449004029,'','2026-11-29 17:39:47.263',1,1);
INSERT INTO "caravan_schema_history" VALUES(15,'15','paused','SQL','V15__paused.sql',-1428059259,'','2026-11-29 17:39:47.268',0,1);
INSERT INTO "caravan_schema_history" VALUES(16,'16','services','SQL','V16__services.sql',1683180694,'','2026-11-29 17:39:47.273',0,1);
INSERT INTO "caravan_schema_history" VALUES(17,'18','rulings','SQL','V18__rulings.sql',921758668,'','2026-11-29 17:39:47.276',0,1);
INSERT INTO "caravan_schema_history" VALUES(18,'19','members','SQL','V19__members.sql',2043675406,'','2026-11-29 17:39:47.282',1,1);
CREATE TABLE change_ruling (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    ruling     TEXT NOT NULL,
    change     TEXT    NOT NULL,
    ruled_at   TEXT NOT NULL,
    ruled_by   TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    until_at   TEXT,
    PRIMARY KEY (job, subject_id)
);
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO "counter" VALUES('subject',6);
INSERT INTO "counter" VALUES('subject version',8);
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
INSERT INTO "cycle" VALUES(1,'hr','delta','2026-11-29T17:39:49.440Z','2026-11-29T17:39:54.651Z','done','','{"absent":0,"identities-created":5,"left-behind":0,"read":5,"rejected":0,"resolved":5,"unchanged-records":0,"waiting":0}');
INSERT INTO "cycle" VALUES(2,'app','delta','2026-11-29T17:39:55.096Z','2026-11-29T17:39:56.030Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"gone":0,"left-behind":0,"listed":0,"missing":0,"planned-create":4,"skipped":1,"waiting":0}');
INSERT INTO "cycle" VALUES(3,'hr','delta','2026-11-29T17:40:07.427Z','2026-11-29T17:40:08.729Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"identities-left":1,"left-behind":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3,"waiting":0}');
INSERT INTO "cycle" VALUES(4,'app','delta','2026-11-29T17:40:08.771Z','2026-11-29T17:40:10.082Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"gone":0,"left-behind":1,"missing":0,"planned-create":1,"planned-disable":1,"planned-update":1,"waiting":0}');
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
, step TEXT DEFAULT 'dispatch' NOT NULL, subject_kind TEXT DEFAULT 'person' NOT NULL, group_id BIGINT DEFAULT 0 NOT NULL);
INSERT INTO "dead_letter" VALUES(1,'hr',3,'2026-11-29T17:40:07.427Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule',NULL,NULL,'read','person',0);
INSERT INTO "dead_letter" VALUES(2,'app',4,'2026-11-29T17:40:09.715Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','856a787d3ee141000878c23d2c046f84','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"856a787d3ee141000878c23d2c046f84"}','dispatch','person',0);
CREATE TABLE indexed_attribute (
    name TEXT NOT NULL PRIMARY KEY
);
INSERT INTO "indexed_attribute" VALUES('workerId');
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
, fence BIGINT NOT NULL DEFAULT 0);
INSERT INTO "job_lease" VALUES('hr','','2026-11-29T17:43:07.491Z',2);
INSERT INTO "job_lease" VALUES('app','','2026-11-29T17:43:08.771Z',2);
CREATE TABLE job_pause (
    job       TEXT NOT NULL PRIMARY KEY,
    paused_at TEXT NOT NULL,
    paused_by TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    until_at  TEXT
);
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
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId',0,NULL,7,'2026-11-29T17:40:07.427Z',NULL);
INSERT INTO "job_state" VALUES('app','4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login
5b02d124685d60bf927fc41f64aebf319aa9d812e14b611a7aefa1123074ec89 manager
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker',8,NULL,-1,NULL,'2026-11-29T17:40:08.771Z');
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO "last_reading" VALUES('hr',0,X'0000000000000005F0C8C5A82DD9D848A24A7C387E257545D51F7BB5A31CFC7B93E05580FF69F8E162291AB0D136B5546AE1885BA6FFAB3F23484F6BF87D1B9FB883DDD4621525B44F2800E6868139F9A2D3192230CF4FD823BBEA63379BE4D793BEBEFA198620CC24FE2E6A023BEBB140B9E444F96A9F8C26DB5989E1B6565B');
INSERT INTO "last_reading" VALUES('hr',-1,X'');
CREATE TABLE link (
    job         TEXT NOT NULL,
    subject_id BIGINT  NOT NULL REFERENCES "subject" (id),
    state       TEXT NOT NULL,
    anchor      TEXT,
    marked      BOOLEAN NOT NULL,
    disabled_at TEXT,
    due_at      TEXT,
    shadow      TEXT    NOT NULL, because TEXT, problem TEXT, unconfirmed TEXT,
    PRIMARY KEY (job, subject_id)
);
INSERT INTO "link" VALUES('app',5,'none',NULL,0,NULL,NULL,'{}','{"reason":"nothing-to-disable","cause":{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2020-01-31"]}}}',NULL,NULL);
INSERT INTO "link" VALUES('app',1,'enabled','ada',0,NULL,NULL,'{"login":"ada","worker":"E1","name":"Ada","dept":"Sales","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',2,'enabled','bob',0,NULL,NULL,'{"login":"bob","worker":"E2","name":"Bob","dept":"Sales","manager":"ada","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',3,'enabled','zoë',0,NULL,NULL,'{"login":"zoë","worker":"E3","name":"Zoë","dept":"IT","manager":"bob","active":true}',NULL,NULL,NULL);
INSERT INTO "link" VALUES('app',4,'disabled','dan',0,'2026-11-29T17:40:08.771Z',NULL,'{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","manager":"bob","active":false}','{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2026-03-31"]}}',NULL,NULL);
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
INSERT INTO "log_entry" VALUES(1,'2026-11-29T17:39:49.440Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'sync by root','7b4976f2d5a9a261045196bb57ddd4f09e8679709d1dc630a32bb3563712d171','person');
INSERT INTO "log_entry" VALUES(2,'2026-11-29T17:39:49.440Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'sync by root','aa955b6ce77e49584fc670094fcbc1e95b2d7384045d9ec568375caa333a355e','person');
INSERT INTO "log_entry" VALUES(3,'2026-11-29T17:39:49.440Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'sync by root','01e8320fcfd8952eb630dc7d9e5a2d2fef17798bdc6f803ba5da8c082089b46b','person');
INSERT INTO "log_entry" VALUES(4,'2026-11-29T17:39:49.440Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'sync by root','5abb7ade2c16c47b38b2f65a6ac80c892e267415b35ca558fac3169ce6387f11','person');
INSERT INTO "log_entry" VALUES(5,'2026-11-29T17:39:49.440Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'sync by root','a61501e3bd001f55f5bb43bb135099cffdd680a7e8b99a05551b2184445edefc','person');
INSERT INTO "log_entry" VALUES(6,'2026-11-29T17:39:55.096Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'sync by root','6e1061c4a15ec28fb7a364bf8c76afc004c539681f472cc7ae394f607bf3c539','person');
INSERT INTO "log_entry" VALUES(7,'2026-11-29T17:39:55.804Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,158,'sync by root','ecdf536e94df9f60ab2de354c5dcec651d86733182f253d021e74dea3b54d90f','person');
INSERT INTO "log_entry" VALUES(8,'2026-11-29T17:39:55.890Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,12,'sync by root','a0b9be518996f540dbc38a28a0fd575017867d9c3e0bf6d9b111a3ba9ff31c8c','person');
INSERT INTO "log_entry" VALUES(9,'2026-11-29T17:39:55.971Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,65,'sync by root','36abc673bd86bd81eb251a575710e0eac42e425bc42569481acad5f80ce7f193','person');
INSERT INTO "log_entry" VALUES(10,'2026-11-29T17:39:55.971Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,65,'sync by root','5163443fc8686a1c4344eae146eed372c53c1506c47816fca419e30d21d14198','person');
INSERT INTO "log_entry" VALUES(11,'2026-11-29T17:40:07.427Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule','[]','["read: rejected"]',1,0,'sync by root','9b1a11e08683b9052d1793350f18e32df8f61af7643004468a0c170779cc8564','person');
INSERT INTO "log_entry" VALUES(12,'2026-11-29T17:40:07.427Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'sync by root','62ffe3b21f7706ae9d4ad09f0295051ad02f66a8329a8afc245d16b7c483f602','person');
INSERT INTO "log_entry" VALUES(13,'2026-11-29T17:40:07.427Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'sync by root','1e4767efab0b2d3ba43c9675929097245d07ae116000ee86e1c8c04bb81b8e1d','person');
INSERT INTO "log_entry" VALUES(14,'2026-11-29T17:40:07.427Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'sync by root','f1dbdf080cbde34681937e51ed032e0a728c54cc27d84f5af662a68a6d4f3d89','person');
INSERT INTO "log_entry" VALUES(15,'2026-11-29T17:40:09.715Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed: 1 of 4 accounts would be disabled or deleted (limit 5)","dispatch: ok"]',1,64,'sync by root','3102b40b8a7b8800a70b6c6e1aa236d14b2037a0ba0a78c8972c13ee5ae46a01','person');
INSERT INTO "log_entry" VALUES(16,'2026-11-29T17:40:09.715Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed: 0 of 4 accounts would lose an attribute''s value (limit 5)","dispatch: ok"]',1,117,'sync by root','b2c65bd7af3a0645b10c068dcc778b2a761651a6af788bab0c6e7d757c61600a','person');
INSERT INTO "log_entry" VALUES(17,'2026-11-29T17:40:09.715Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed: 1 of 4 accounts would be created (no limit)","dispatch: invalid"]',1,117,'sync by root','a0dee66ecb74f860c39280be2f50449644a7aeb7a5307db53c0f92fbc2e9d4e6','person');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO "log_head" VALUES(17,'a0dee66ecb74f860c39280be2f50449644a7aeb7a5307db53c0f92fbc2e9d4e6');
CREATE TABLE member_job (
    job         TEXT NOT NULL,
    members_job TEXT NOT NULL,
    PRIMARY KEY (members_job, job)
) WITHOUT ROWID;
CREATE TABLE membership (
    group_id  BIGINT  NOT NULL REFERENCES subject (id),
    member_id BIGINT  NOT NULL REFERENCES subject (id),
    origin    TEXT NOT NULL,
    starts_at TEXT,
    ends_at   TEXT,
    PRIMARY KEY (group_id, member_id, origin)
) WITHOUT ROWID;
CREATE TABLE membership_due (
    job       TEXT NOT NULL,
    group_id  BIGINT  NOT NULL,
    member_id BIGINT  NOT NULL,
    PRIMARY KEY (job, group_id, member_id)
) WITHOUT ROWID;
CREATE TABLE merge_due (
    subject_id BIGINT  NOT NULL PRIMARY KEY,
    due_at      TEXT NOT NULL
);
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
, subject_kind TEXT DEFAULT 'person' NOT NULL);
CREATE TABLE refused_credentials (
    system     TEXT NOT NULL PRIMARY KEY,
    setting    TEXT    NOT NULL,
    since      TEXT NOT NULL,
    last_at    TEXT NOT NULL,
    tries      BIGINT  NOT NULL,
    again_at   TEXT NOT NULL,
    given      TEXT    NOT NULL
);
CREATE TABLE "reserved_name" (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    subject_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO "reserved_name" VALUES('logins','ada','ada',1,'2026-11-29T17:39:55.096Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','bob','bob',2,'2026-11-29T17:39:55.096Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','zoë','zoë',3,'2026-11-29T17:39:55.096Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','dan','dan',4,'2026-11-29T17:39:55.096Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','nobody','nobody',6,'2026-11-29T17:40:08.771Z',NULL);
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
INSERT INTO "seal" VALUES('5804cd83b00e025e878b55ce4bc5ea3e','644521bd6c0a0b0b244907495a2b29861929e4918b6ae87651820ab8784b2bb3');
CREATE TABLE service (
    owner      TEXT NOT NULL PRIMARY KEY,
    started_by TEXT    NOT NULL,
    started_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL
);
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
    subject_id  BIGINT REFERENCES "subject" (id),
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
CREATE TABLE "subject" (
    id         INTEGER   NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL, changed_in_cycle BIGINT DEFAULT 0 NOT NULL,
    UNIQUE (kind, key)
);
INSERT INTO "subject" VALUES(1,'person','E1',1,'{"workerId":"E1","name":"Ada","dept":"Sales"}',1);
INSERT INTO "subject" VALUES(2,'person','E2',2,'{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}',1);
INSERT INTO "subject" VALUES(3,'person','E3',7,'{"workerId":"E3","name":"Zoë","dept":"IT","managerId":"E2"}',3);
INSERT INTO "subject" VALUES(4,'person','E4',8,'{"workerId":"E4","name":"Dan","dept":"Legal","managerId":"E2","endDate":"2026-03-31"}',3);
INSERT INTO "subject" VALUES(5,'person','E5',5,'{"workerId":"E5","name":"Eve","dept":"IT","managerId":"E1","endDate":"2020-01-31"}',1);
INSERT INTO "subject" VALUES(6,'person','E6',6,'{"workerId":"E6","name":"Nobody","dept":"IT","managerId":"E1"}',3);
CREATE TABLE subject_value (
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    PRIMARY KEY (kind, attribute, value, subject_id)
) WITHOUT ROWID;
INSERT INTO "subject_value" VALUES('person','workerId','e1',1);
INSERT INTO "subject_value" VALUES('person','workerId','e2',2);
INSERT INTO "subject_value" VALUES('person','workerId','e3',3);
INSERT INTO "subject_value" VALUES('person','workerId','e4',4);
INSERT INTO "subject_value" VALUES('person','workerId','e5',5);
INSERT INTO "subject_value" VALUES('person','workerId','e6',6);
CREATE INDEX "caravan_schema_history_s_idx" ON "caravan_schema_history" ("success");
CREATE INDEX source_record_identity ON source_record (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX source_record_absent ON source_record (job) WHERE absent_since IS NOT NULL;
CREATE INDEX link_due ON link (job, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_marked ON link (job, subject_id) WHERE marked;
CREATE INDEX planned_change_next ON planned_change (job, dispatch_order, id) WHERE NOT held;
CREATE INDEX planned_change_held ON planned_change (job, dispatch_order, id) WHERE held;
CREATE INDEX dead_letter_job ON dead_letter (job, id);
CREATE INDEX log_entry_identity ON log_entry (subject_key, sequence) WHERE subject_key <> '';
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
CREATE INDEX merge_due_at ON merge_due (due_at);
CREATE INDEX link_anchor ON link (job, anchor, subject_id) WHERE state IN ('enabled', 'disabled', 'unmanaged', 'missing');
CREATE INDEX link_state ON link (job, state, subject_id);
CREATE INDEX link_problem ON link (job, subject_id) WHERE problem IS NOT NULL;
CREATE INDEX subject_version ON subject (version);
CREATE INDEX account_reference_to ON account_reference (attribute, value, kind, job);
CREATE INDEX membership_member ON membership (member_id, group_id);
CREATE INDEX reserved_name_subject ON reserved_name (namespace, subject_id);
CREATE INDEX account_member_of ON account_member (member_id, job) WHERE member_id IS NOT NULL;
CREATE INDEX account_member_strangers ON account_member (job, group_id) WHERE state = 'stranger';
CREATE INDEX membership_starts ON membership (starts_at) WHERE starts_at IS NOT NULL;
CREATE INDEX membership_ends ON membership (ends_at) WHERE ends_at IS NOT NULL;
CREATE UNIQUE INDEX dead_letter_identity ON dead_letter (job, subject_id, group_id) WHERE subject_id IS NOT NULL;
COMMIT;
