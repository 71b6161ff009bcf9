BEGIN TRANSACTION;
CREATE TABLE account_decision (
    job         TEXT NOT NULL,
    subject_id  BIGINT  NOT NULL REFERENCES subject (id),
    not_theirs  TEXT    NOT NULL,
    none_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (job, subject_id)
) WITHOUT ROWID;
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
INSERT INTO "caravan_schema_history" VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-11-29 17:06:18.094',5,1);
INSERT INTO "caravan_schema_history" VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-11-29 17:06:18.102',0,1);
INSERT INTO "caravan_schema_history" VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-11-29 17:06:18.106',0,1);
INSERT INTO "caravan_schema_history" VALUES(4,'4','why is data','JDBC','io.caravan.store.V4__why_is_data',NULL,'','2026-11-29 17:06:18.111',3,1);
INSERT INTO "caravan_schema_history" VALUES(5,'5','people','SQL','V5__people.sql',-539516335,'','2026-11-29 17:06:18.116',1,1);
INSERT INTO "caravan_schema_history" VALUES(6,'6','evidence','SQL','V6__evidence.sql',-2031021116,'','2026-11-29 17:06:18.120',1,1);
INSERT INTO "caravan_schema_history" VALUES(7,'7','fence','SQL','V7__fence.sql',-1226094,'','2026-11-29 17:06:18.123',0,1);
INSERT INTO "caravan_schema_history" VALUES(8,'8','source memory','SQL','V8__source_memory.sql',-426286470,'','2026-11-29 17:06:18.126',0,1);
INSERT INTO "caravan_schema_history" VALUES(9,'9','seal and steps','SQL','V9__seal_and_steps.sql',1749894352,'','2026-11-29 17:06:18.128',0,1);
INSERT INTO "caravan_schema_history" VALUES(10,'10','left behind','SQL','V10__left_behind.sql',645483626,'','2026-11-29 17:06:18.130',0,1);
INSERT INTO "caravan_schema_history" VALUES(11,'11','dates are days','SQL','V11__dates_are_days.sql',1729653552,'','2026-11-29 17:06:18.132',0,1);
INSERT INTO "caravan_schema_history" VALUES(12,'12','subjects','SQL','V12__subjects.sql',-1661450737,'','2026-11-29 17:06:18.137',1,1);
INSERT INTO "caravan_schema_history" VALUES(13,'13','whose','SQL','V13__whose.sql',557345087,'','2026-11-29 17:06:18.150',9,1);
INSERT INTO "caravan_schema_history" VALUES(14,'14','reserved names','SQL','V14__reserved_names.sql',-1449004029,'','2026-11-29 17:06:18.153',1,1);
INSERT INTO "caravan_schema_history" VALUES(15,'15','paused','SQL','V15__paused.sql',-1428059259,'','2026-11-29 17:06:18.156',0,1);
INSERT INTO "caravan_schema_history" VALUES(16,'16','services','SQL','V16__services.sql',1683180694,'','2026-11-29 17:06:18.159',0,1);
INSERT INTO "caravan_schema_history" VALUES(17,'18','rulings','SQL','V18__rulings.sql',921758668,'','2026-11-29 17:06:18.161',0,1);
INSERT INTO "caravan_schema_history" VALUES(18,'19','members','SQL','V19__members.sql',2043675406,'','2026-11-29 17:06:18.165',1,1);
INSERT INTO "caravan_schema_history" VALUES(19,'20','account decisions','SQL','V20__account_decisions.sql',-1129092976,'','2026-11-29 17:06:18.167',0,1);
INSERT INTO "caravan_schema_history" VALUES(20,'22','group rules','SQL','V22__group_rules.sql',360490948,'','2026-11-29 17:06:18.170',1,1);
INSERT INTO "caravan_schema_history" VALUES(21,'23','said memberships','SQL','V23__said_memberships.sql',1560368174,'','2026-11-29 17:06:18.174',0,1);
INSERT INTO "caravan_schema_history" VALUES(22,'24','held members','SQL','V24__held_members.sql',79940430,'','2026-11-29 17:06:18.178',2,1);
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
INSERT INTO "cycle" VALUES(1,'hr','delta','2026-11-29T17:06:19.081Z','2026-11-29T17:06:19.473Z','done','','{"absent":0,"identities-created":5,"left-behind":0,"read":5,"rejected":0,"resolved":5,"unchanged-records":0,"waiting":0}');
INSERT INTO "cycle" VALUES(2,'app','delta','2026-11-29T17:06:19.481Z','2026-11-29T17:06:19.765Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"gone":0,"left-behind":0,"listed":0,"missing":0,"planned-create":4,"skipped":1,"waiting":0}');
INSERT INTO "cycle" VALUES(3,'hr','delta','2026-11-29T17:06:22.444Z','2026-11-29T17:06:22.742Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"identities-left":1,"left-behind":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3,"waiting":0}');
INSERT INTO "cycle" VALUES(4,'app','delta','2026-11-29T17:06:22.757Z','2026-11-29T17:06:23.099Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"gone":0,"left-behind":1,"missing":0,"planned-create":1,"planned-disable":1,"planned-update":1,"waiting":0}');
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
INSERT INTO "dead_letter" VALUES(1,'hr',3,'2026-11-29T17:06:22.444Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule',NULL,NULL,'read','person',0);
INSERT INTO "dead_letter" VALUES(2,'app',4,'2026-11-29T17:06:23.078Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','856a787d3ee141000878c23d2c046f84','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"856a787d3ee141000878c23d2c046f84"}','dispatch','person',0);
CREATE TABLE indexed_attribute (
    name TEXT NOT NULL PRIMARY KEY
);
INSERT INTO "indexed_attribute" VALUES('workerId');
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
, fence BIGINT NOT NULL DEFAULT 0);
INSERT INTO "job_lease" VALUES('hr','','2026-11-29T17:09:22.462Z',2);
INSERT INTO "job_lease" VALUES('app','','2026-11-29T17:09:22.758Z',2);
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
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId',0,NULL,7,'2026-11-29T17:06:22.444Z',NULL);
INSERT INTO "job_state" VALUES('app','4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631
5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept
15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login
5b02d124685d60bf927fc41f64aebf319aa9d812e14b611a7aefa1123074ec89 manager
567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name
b1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker',8,NULL,-1,NULL,'2026-11-29T17:06:22.757Z');
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
INSERT INTO "link" VALUES('app',4,'disabled','dan',0,'2026-11-29T17:06:22.757Z',NULL,'{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","manager":"bob","active":false}','{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2026-03-31"]}}',NULL,NULL);
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
INSERT INTO "log_entry" VALUES(1,'2026-11-29T17:06:19.081Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'sync by root','9444751895000ca8b9fac8d2bd1ff1dae4d61161895dacaff9868cec258f689c','person');
INSERT INTO "log_entry" VALUES(2,'2026-11-29T17:06:19.081Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'sync by root','f7963f50eb922ff6c68017a038d4af0901b67f710f83565d24d8e245322728ef','person');
INSERT INTO "log_entry" VALUES(3,'2026-11-29T17:06:19.081Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'sync by root','f4fceb978fa4adf59aa09f65b6a4f7548267e6ca67b4c2e7dc9fa6aa37aa343c','person');
INSERT INTO "log_entry" VALUES(4,'2026-11-29T17:06:19.081Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'sync by root','6fedf568a39e02bbb7fc0c2fea6012450a7e4e3a4fc55a1a93e3b10354c65fee','person');
INSERT INTO "log_entry" VALUES(5,'2026-11-29T17:06:19.081Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'sync by root','3b8f5cb821f70e6e46487cfe7bcf98be90544e86e8944c1f145b2065d7a39f6d','person');
INSERT INTO "log_entry" VALUES(6,'2026-11-29T17:06:19.481Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'sync by root','c5634820cfc42ac8fea18d836d94f7f2d6419da53e954f176d74224e7c69e9ad','person');
INSERT INTO "log_entry" VALUES(7,'2026-11-29T17:06:19.710Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,10,'sync by root','71e46b4ad549bc43ee9524fb475901417fdd68bacb769cc4a3f408bb1afb1c1c','person');
INSERT INTO "log_entry" VALUES(8,'2026-11-29T17:06:19.743Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,5,'sync by root','5d9aede0a01a165bcea8047a5799b6a1b22db734903631eb30375195ccc4fe47','person');
INSERT INTO "log_entry" VALUES(9,'2026-11-29T17:06:19.758Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,4,'sync by root','23bfb8a972d1748db12f0334eba31184351142a1e15765d382633742dd9651ce','person');
INSERT INTO "log_entry" VALUES(10,'2026-11-29T17:06:19.758Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,4,'sync by root','b072d813c05115478a02dd42d17dffb9cbf37b13b20cc540f210a9729e64c59a','person');
INSERT INTO "log_entry" VALUES(11,'2026-11-29T17:06:22.444Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule','[]','["read: rejected"]',1,0,'sync by root','b4249dde9fc82f416d958936a9d3ab555830f9b7c74b47f1cdeb10d7d96c2864','person');
INSERT INTO "log_entry" VALUES(12,'2026-11-29T17:06:22.444Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'sync by root','916386488c6203e04649fa162de082c768caf02a96048c6c4c45efb4b474f3b1','person');
INSERT INTO "log_entry" VALUES(13,'2026-11-29T17:06:22.444Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'sync by root','f884cd47e617d1bff12d8b934a7b5f6d82af768cb2f42e41faeeee8d1330e1a9','person');
INSERT INTO "log_entry" VALUES(14,'2026-11-29T17:06:22.444Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'sync by root','088625442b6e4d1cebab9ee18e88d5d825b72765ac9276ff82558aeb5c9a7623','person');
INSERT INTO "log_entry" VALUES(15,'2026-11-29T17:06:23.078Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed: 1 of 4 accounts would be disabled or deleted (limit 5)","dispatch: ok"]',1,7,'sync by root','9184d4fc689e7b04b7335877bb9092619c9c9f6e67653cedd111f2c57706d008','person');
INSERT INTO "log_entry" VALUES(16,'2026-11-29T17:06:23.078Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed: 0 of 4 accounts would lose an attribute''s value (limit 5)","dispatch: ok"]',1,29,'sync by root','193d06a1364dadf2e5d9d7f3d42f70a4188f27a70e4c1d050e7b96a95eee03a8','person');
INSERT INTO "log_entry" VALUES(17,'2026-11-29T17:06:23.078Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed: 1 of 4 accounts would be created (no limit)","dispatch: invalid"]',1,29,'sync by root','cb5980a870c02bbf9dcebd47b9ccc8f38c25ef35a2c10c7cd0cb48e35d4926a4','person');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO "log_head" VALUES(17,'cb5980a870c02bbf9dcebd47b9ccc8f38c25ef35a2c10c7cd0cb48e35d4926a4');
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
, subject_kind TEXT DEFAULT 'person' NOT NULL, counts INTEGER DEFAULT 1 NOT NULL);
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
INSERT INTO "reserved_name" VALUES('logins','ada','ada',1,'2026-11-29T17:06:19.481Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','bob','bob',2,'2026-11-29T17:06:19.481Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','zoë','zoë',3,'2026-11-29T17:06:19.481Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','dan','dan',4,'2026-11-29T17:06:19.481Z',NULL);
INSERT INTO "reserved_name" VALUES('logins','nobody','nobody',6,'2026-11-29T17:06:22.757Z',NULL);
CREATE TABLE rule_due (
    member_id BIGINT  NOT NULL PRIMARY KEY,
    due_at    TEXT NOT NULL
)WITHOUT ROWID;
CREATE TABLE rule_group (
    rule     TEXT  NOT NULL,
    group_id BIGINT   NOT NULL REFERENCES subject (id),
    made     BOOLEAN  NOT NULL,
    filled   BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_id)
)WITHOUT ROWID;
CREATE TABLE rule_problem (
    rule      TEXT NOT NULL,
    member_id BIGINT  NOT NULL,
    group_key TEXT NOT NULL,
    message   TEXT    NOT NULL,
    PRIMARY KEY (rule, member_id, group_key)
)WITHOUT ROWID;
CREATE TABLE rule_says (
    rule       TEXT NOT NULL,
    group_key  TEXT NOT NULL,
    member_id  BIGINT  NOT NULL,
    attributes TEXT NOT NULL,
    PRIMARY KEY (rule, group_key, member_id)
)WITHOUT ROWID;
CREATE TABLE rule_waiting (
    rule      TEXT  NOT NULL,
    group_key TEXT  NOT NULL,
    joins     BOOLEAN  NOT NULL,
    member_id BIGINT   NOT NULL,
    urgent    BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_key, joins, member_id)
)WITHOUT ROWID;
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
INSERT INTO "seal" VALUES('d2a9ae8c80dcf69e442c2a134cbfc6a3','c32d68e745336bc6985eba83d1dc906029c82076bdfa2d43534a88279bf00a00');
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
CREATE TABLE staged_claim (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    group_name   TEXT NOT NULL,
    member_name  TEXT NOT NULL,
    waits        TEXT NOT NULL,
    PRIMARY KEY (job, anchor, group_name, member_name)
) WITHOUT ROWID;
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
CREATE INDEX rule_group_group ON rule_group (group_id);
CREATE INDEX rule_waiting_member ON rule_waiting (member_id);
CREATE INDEX rule_says_attributes ON rule_says (rule, group_key, attributes);
CREATE INDEX rule_problem_member ON rule_problem (member_id);
CREATE INDEX rule_due_moment ON rule_due (due_at);
CREATE INDEX membership_claim_pair ON membership_claim (group_id, member_id);
CREATE INDEX membership_claim_open ON membership_claim (job, anchor, group_name, member_name) WHERE group_id IS NULL OR member_id IS NULL;
CREATE INDEX membership_claim_end ON membership_claim (ends_at) WHERE ends_at IS NOT NULL;
COMMIT;
