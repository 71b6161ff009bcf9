PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "caravan_schema_history" (
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
INSERT INTO caravan_schema_history VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(4,'4','why is data','JDBC','io.caravan.store.V4__why_is_data',NULL,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(5,'5','people','SQL','V5__people.sql',-539516335,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(6,'6','evidence','SQL','V6__evidence.sql',-2031021116,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(7,'7','fence','SQL','V7__fence.sql',-1226094,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(8,'8','source memory','SQL','V8__source_memory.sql',-426286470,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(9,'9','seal and steps','SQL','V9__seal_and_steps.sql',1749894352,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(10,'10','left behind','SQL','V10__left_behind.sql',645483626,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(11,'11','dates are days','SQL','V11__dates_are_days.sql',1729653552,'','2026-12-01 08:35:19.153',0,1);
INSERT INTO caravan_schema_history VALUES(12,'12','subjects','SQL','V12__subjects.sql',-1661450737,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(13,'13','whose','SQL','V13__whose.sql',557345087,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(14,'14','reserved names','SQL','V14__reserved_names.sql',-1449004029,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(15,'15','paused','SQL','V15__paused.sql',-1428059259,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(16,'16','services','SQL','V16__services.sql',1683180694,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(17,'18','rulings','SQL','V18__rulings.sql',921758668,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(18,'19','members','SQL','V19__members.sql',2043675406,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(19,'20','account decisions','SQL','V20__account_decisions.sql',-1129092976,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(20,'22','group rules','SQL','V22__group_rules.sql',360490948,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(21,'23','said memberships','SQL','V23__said_memberships.sql',1560368174,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(22,'24','held members','SQL','V24__held_members.sql',79940430,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(23,'25','causes','JDBC','io.caravan.store.V25__causes',NULL,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(24,'26','given values','SQL','V26__given_values.sql',1739931883,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(25,'27','few of many','SQL','V27__few_of_many.sql',228200177,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(26,'28','outbox','SQL','V28__outbox.sql',-1965822846,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(27,'29','log checkpoint','SQL','V29__log_checkpoint.sql',310290046,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(28,'30','listed members','SQL','V30__listed_members.sql',-1679498262,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(29,'31','quarantine','SQL','V31__quarantine.sql',431248371,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(30,'32','alerts','SQL','V32__alerts.sql',715988867,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(31,'33','credentials','SQL','V33__credentials.sql',-1705474423,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(32,'34','reports','SQL','V34__reports.sql',662252631,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(33,'35','postponed members','SQL','V35__postponed_members.sql',-1470749193,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(34,'36','found by kind','SQL','V36__found_by_kind.sql',-1122232180,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(35,'37','groups of subjects','SQL','V37__groups_of_subjects.sql',-1250661501,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(36,'38','effective dates','SQL','V38__effective_dates.sql',495561382,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(37,'39','tokens','SQL','V39__tokens.sql',-1701793242,'','2026-12-01 08:35:19.154',0,1);
INSERT INTO caravan_schema_history VALUES(38,'40','kept records','SQL','V40__kept_records.sql',899037608,'','2026-12-01 08:35:19.154',0,1);
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO counter VALUES('subject',6);
INSERT INTO counter VALUES('subject version',8);
INSERT INTO counter VALUES('change',7);
INSERT INTO counter VALUES('dead letter',2);
INSERT INTO counter VALUES('cycle',4);
INSERT INTO counter VALUES('outbox',0);
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
INSERT INTO source_record VALUES('hr','E1',-3089614799296988037,NULL,1,'hr.csv:2','{"workerId":"E1","name":"Ada","dept":"Sales"}','{"workerId":"E1","name":"Ada","dept":"Sales"}');
INSERT INTO source_record VALUES('hr','E2',7701586765005433663,NULL,2,'hr.csv:3','{"workerId":"E2","name":"Bob","dept":"Sales","manager":"E1"}','{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}');
INSERT INTO source_record VALUES('hr','E3',1686136869872003359,NULL,3,'hr.csv:4','{"workerId":"E3","name":"Zoë","dept":"IT","manager":"E2"}','{"workerId":"E3","name":"Zoë","dept":"IT","managerId":"E2"}');
INSERT INTO source_record VALUES('hr','E4',3375936296583056682,NULL,4,'hr.csv:5','{"workerId":"E4","name":"Dan","dept":"Legal","manager":"E2","end":"2026-03-31"}','{"workerId":"E4","name":"Dan","dept":"Legal","managerId":"E2","endDate":"2026-03-31"}');
INSERT INTO source_record VALUES('hr','E5',2799930042073110107,NULL,5,'hr.csv:6','{"workerId":"E5","name":"Eve","dept":"IT","manager":"E1","end":"2020-01-31"}','{"workerId":"E5","name":"Eve","dept":"IT","managerId":"E1","endDate":"2020-01-31"}');
INSERT INTO source_record VALUES('hr','E6',1199733332200993161,NULL,6,'hr.csv:7','{"workerId":"E6","name":"Nobody","dept":"IT","manager":"E1"}','{"workerId":"E6","name":"Nobody","dept":"IT","managerId":"E1"}');
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
INSERT INTO link VALUES('app',5,'none',NULL,0,NULL,NULL,'{}','{"reason":"nothing-to-disable","cause":{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2020-01-31"]}}}',NULL,NULL,NULL);
INSERT INTO link VALUES('app',1,'enabled','ada',0,NULL,NULL,'{"login":"ada","worker":"E1","name":"Ada","dept":"Sales","active":true}',NULL,NULL,NULL,NULL);
INSERT INTO link VALUES('app',2,'enabled','bob',0,NULL,NULL,'{"login":"bob","worker":"E2","name":"Bob","dept":"Sales","manager":"ada","active":true}',NULL,NULL,NULL,NULL);
INSERT INTO link VALUES('app',3,'enabled','zoë',0,NULL,NULL,'{"login":"zoë","worker":"E3","name":"Zoë","dept":"IT","manager":"bob","active":true}',NULL,NULL,NULL,NULL);
INSERT INTO link VALUES('app',4,'disabled','dan',0,'2026-12-01T08:36:33.695Z',NULL,'{"login":"dan","worker":"E4","name":"Dan","dept":"Legal","manager":"bob","active":false}','{"reason":"has-left","cause":{"reason":"employment-over","arguments":["2026-03-31"]}}',NULL,NULL,NULL);
INSERT INTO link VALUES('app',6,'none',NULL,1,NULL,NULL,'{}',NULL,NULL,NULL,NULL);
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
INSERT INTO dead_letter VALUES(1,'hr',3,'2026-12-01T08:36:29.753Z',NULL,'E7','E7','invalid',1,'hr.csv:9','workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule',NULL,NULL,'read','person',0,'04dd0cd9');
INSERT INTO dead_letter VALUES(2,'app',4,'2026-12-01T08:36:36.865Z',6,'E6',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','856a787d3ee141000878c23d2c046f84','{"identityId":6,"identity":"E6","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)"],"basis":"856a787d3ee141000878c23d2c046f84"}','dispatch','person',0,'6a239bbf');
CREATE TABLE IF NOT EXISTS "reserved_name" (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    subject_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO reserved_name VALUES('logins','ada','ada',1,'2026-12-01T08:35:31.519Z',NULL);
INSERT INTO reserved_name VALUES('logins','bob','bob',2,'2026-12-01T08:35:31.519Z',NULL);
INSERT INTO reserved_name VALUES('logins','zoë','zoë',3,'2026-12-01T08:35:31.519Z',NULL);
INSERT INTO reserved_name VALUES('logins','dan','dan',4,'2026-12-01T08:35:31.519Z',NULL);
INSERT INTO reserved_name VALUES('logins','nobody','nobody',6,'2026-12-01T08:36:33.695Z',NULL);
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
INSERT INTO log_entry VALUES(1,'2026-12-01T08:35:26.893Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'sync by root','5123cf48756be10e3fff4f30d4bd0cb6b94c7af88254afda427c4fbfea5ec47d','person');
INSERT INTO log_entry VALUES(2,'2026-12-01T08:35:26.893Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'sync by root','0c754532ec2f667d06c69cde982aaff12f173ced4100dd772d03b0e99f429308','person');
INSERT INTO log_entry VALUES(3,'2026-12-01T08:35:26.893Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'sync by root','4f1cd8dfccd5c022f4b593f7f179c605c6a715d35139c403488b19dd8a08e8c6','person');
INSERT INTO log_entry VALUES(4,'2026-12-01T08:35:26.893Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'sync by root','6a88721038af470b5683d32e6ec7973d8b618141de6ef28edd940c4986276c9b','person');
INSERT INTO log_entry VALUES(5,'2026-12-01T08:35:26.893Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'sync by root','a987f15a818aef75f19236721b1930b3b77fb92f628ae2271634a17d9180de2d','person');
INSERT INTO log_entry VALUES(6,'2026-12-01T08:35:31.519Z',2,'app','E5','','app','','skip','skipped','there is no account to disable: has left: end date was 2020-01-31','[]','["lifecycle: leaver: end date was 2020-01-31","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","change: skipped: there is no account to disable: has left: end date was 2020-01-31"]',1,0,'sync by root','f4d642f22e9137704d4fd3f4164131d8b6d06abdd6a600e39353e66cfa08b623','person');
INSERT INTO log_entry VALUES(7,'2026-12-01T08:35:34.750Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,65,'sync by root','a855c62eaa9afc1f361ca4e0e906492f814a46d30c9df06806d46b089ad7ead1','person');
INSERT INTO log_entry VALUES(8,'2026-12-01T08:35:35.021Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,45,'sync by root','fbdf129dee28c3db46a08b83795da8c3158e3963fb9443232bda7d1dc865aca5','person');
INSERT INTO log_entry VALUES(9,'2026-12-01T08:35:35.195Z',2,'app','E3','','app','zoë','create','success','','[{"name":"login","after":"zoë"},{"name":"worker","after":"E3"},{"name":"name","after":"Zoë"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,45,'sync by root','99de2659ca43d0f6c305db8d99570e460e43f9560d0e9d378dc3c72aee7b3fb3','person');
INSERT INTO log_entry VALUES(10,'2026-12-01T08:35:35.195Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"Legal"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed: 4 of 0 accounts would be created (no limit)","dispatch: ok"]',1,45,'sync by root','26c9cafa0847ad8fa9cc893d0079a694eb9411dbcdbd4530c0cbf17fcb2423de','person');
INSERT INTO log_entry VALUES(11,'2026-12-01T08:36:29.753Z',3,'hr','','E7','hr','','read','failure','hr.csv:9: workerId "E7" stands more than once in this reading; none of them is used. If they are several records of one person, take a key that tells them apart, and a match rule','[]','["read: rejected"]',1,0,'sync by root','26bb1173a709d77b7871269c5ff2367bf69ce0fdae5a73eedc8f7347e736f206','person');
INSERT INTO log_entry VALUES(12,'2026-12-01T08:36:29.753Z',3,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'sync by root','7c25dc9effab0e3bc2245e69c6397ea2e5e827de257896b037846de5ad7341f0','person');
INSERT INTO log_entry VALUES(13,'2026-12-01T08:36:29.753Z',3,'hr','E3','E3','hr','','identity-update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["read: hr.csv:4","resolve: identity-update"]',1,0,'sync by root','b450ce169b0dfdaba3b6f0aaeae86ce2fca9795e327f6c3fdf37cc25080bb1ad','person');
INSERT INTO log_entry VALUES(14,'2026-12-01T08:36:29.753Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"endDate","after":"2026-03-31"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'sync by root','300a26f0a8446732e3285c9c79a0a854fcf14e88539f7c054fdeeede1f3cc5bb','person');
INSERT INTO log_entry VALUES(15,'2026-12-01T08:36:36.865Z',4,'app','E4','','app','dan','disable','success','has left: end date was 2026-03-31','[]','["lifecycle: leaver: end date was 2026-03-31","scope: in","link: account dan is enabled","guard: passed: 1 of 4 accounts would be disabled or deleted (limit 5)","dispatch: ok"]',1,134,'sync by root','6bbf626f072a8e399ac39da17f086c4729ae20094b568d71addbacca88a66a8c','person');
INSERT INTO log_entry VALUES(16,'2026-12-01T08:36:36.865Z',4,'app','E3','','app','zoë','update','success','','[{"name":"dept","before":"Legal","after":"IT"}]','["lifecycle: active","scope: in","link: account zoë is enabled","guard: passed: 0 of 4 accounts would lose an attribute''s value (limit 5)","dispatch: ok"]',1,223,'sync by root','c20802d7d361f6d30ed8f4ff91d4b49426878a8c4ac3ce0bd482280eb277144d','person');
INSERT INTO log_entry VALUES(17,'2026-12-01T08:36:36.865Z',4,'app','E6','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E6"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed: 1 of 4 accounts would be created (no limit)","dispatch: invalid"]',1,223,'sync by root','9d3bfe90918848d036f29b3f1916d91692fce5cb8abcf402cd0aa724cd67f980','person');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO log_head VALUES(17,'9d3bfe90918848d036f29b3f1916d91692fce5cb8abcf402cd0aa724cd67f980');
CREATE TABLE job_state (
    job               TEXT NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      TEXT
, evaluated_at TEXT);
INSERT INTO job_state VALUES('hr',replace('33b88123b4638817d127f7e60863c57e865d65c889f1a1b1687ae9f0c4f9225c\n5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept\n8c3ce54d3dffc552e9d81df22a7b0e85b22f5d8a55b785c9d0f5f6c573cfeeb6 endDate\neb329d142728b9db7794c8b6795f012ebd331d74094c9b48d929887cc13b4f86 managerId\n567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name\nb1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId','\n',char(10)),0,NULL,7,'2026-12-01T08:36:29.753Z',NULL);
INSERT INTO job_state VALUES('app',replace('4203140a206cb21bf2ec1cab48fcbd711518fc9e72002bd3a2b91e5472998631\n5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept\n15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login\n688cd4b03ac26bf603d9d9f0bcc5677d51be060a9a417c9cd5c481442384fe3b manager\n567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name\nb1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker','\n',char(10)),8,NULL,-1,'2026-12-01T08:35:31.519Z','2026-12-01T08:36:33.695Z');
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
INSERT INTO cycle VALUES(1,'hr','delta','2026-12-01T08:35:26.893Z','2026-12-01T08:35:31.366Z','done','','{"absent":0,"identities-created":5,"left-behind":0,"read":5,"rejected":0,"resolved":5,"unchanged-records":0,"waiting":0}');
INSERT INTO cycle VALUES(2,'app','delta','2026-12-01T08:35:31.519Z','2026-12-01T08:35:35.211Z','done','','{"applied":4,"applied-create":4,"evaluated":5,"gone":0,"left-behind":0,"listed":0,"missing":0,"planned-create":4,"skipped":1,"waiting":0}');
INSERT INTO cycle VALUES(3,'hr','delta','2026-12-01T08:36:29.753Z','2026-12-01T08:36:33.436Z','partly','','{"absent":0,"identities-changed":2,"identities-created":1,"identities-left":1,"left-behind":1,"read":7,"rejected":1,"resolved":3,"unchanged-records":3,"waiting":0}');
INSERT INTO cycle VALUES(4,'app','delta','2026-12-01T08:36:33.695Z','2026-12-01T08:36:37.099Z','partly','','{"applied":2,"applied-disable":1,"applied-update":1,"evaluated":3,"failed":1,"gone":0,"left-behind":1,"missing":0,"planned-create":1,"planned-disable":1,"planned-update":1,"waiting":0}');
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
, fence BIGINT NOT NULL DEFAULT 0);
INSERT INTO job_lease VALUES('hr','','2026-12-01T08:39:29.947Z',2);
INSERT INTO job_lease VALUES('app','','2026-12-01T08:39:33.695Z',2);
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO last_reading VALUES('hr',0,X'0000000000000005f0c8c5a82dd9d848a24a7c387e257545d51f7bb5a31cfc7b93e05580ff69f8e162291ab0d136b5546ae1885ba6ffab3f23484f6bf87d1b9fb883ddd4621525b44f2800e6868139f9a2d3192230cf4fd823bbea63379be4d793bebefa198620cc24fe2e6a023bebb140b9e444f96a9f8c26db5989e1b6565b');
INSERT INTO last_reading VALUES('hr',-1,X'');
CREATE TABLE merge_due (
    subject_id BIGINT  NOT NULL PRIMARY KEY,
    due_at      TEXT NOT NULL
);
CREATE TABLE source_memory (
    job    TEXT NOT NULL PRIMARY KEY,
    memory TEXT    NOT NULL
);
INSERT INTO source_memory VALUES('hr','ended');
INSERT INTO source_memory VALUES('app','5a3265c18e546359');
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
INSERT INTO seal VALUES('8be1019a60e73924d9fbf899f02d983a','8ab456904a121884ed33b45d0bba7b010afe2152d1813365c5850be4cbe7da11');
CREATE TABLE IF NOT EXISTS "subject" (
    id         INTEGER   NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL, changed_in_cycle BIGINT DEFAULT 0 NOT NULL,
    UNIQUE (kind, key)
);
INSERT INTO subject VALUES(1,'person','E1',1,'{"workerId":"E1","name":"Ada","dept":"Sales"}',1);
INSERT INTO subject VALUES(2,'person','E2',2,'{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}',1);
INSERT INTO subject VALUES(3,'person','E3',7,'{"workerId":"E3","name":"Zoë","dept":"IT","managerId":"E2"}',3);
INSERT INTO subject VALUES(4,'person','E4',8,'{"workerId":"E4","name":"Dan","dept":"Legal","managerId":"E2","endDate":"2026-03-31"}',3);
INSERT INTO subject VALUES(5,'person','E5',5,'{"workerId":"E5","name":"Eve","dept":"IT","managerId":"E1","endDate":"2020-01-31"}',1);
INSERT INTO subject VALUES(6,'person','E6',6,'{"workerId":"E6","name":"Nobody","dept":"IT","managerId":"E1"}',3);
CREATE TABLE subject_value (
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    PRIMARY KEY (kind, attribute, value, subject_id)
) WITHOUT ROWID;
INSERT INTO subject_value VALUES('person','workerId','e1',1);
INSERT INTO subject_value VALUES('person','workerId','e2',2);
INSERT INTO subject_value VALUES('person','workerId','e3',3);
INSERT INTO subject_value VALUES('person','workerId','e4',4);
INSERT INTO subject_value VALUES('person','workerId','e5',5);
INSERT INTO subject_value VALUES('person','workerId','e6',6);
CREATE TABLE account_reference (
    job        TEXT NOT NULL,
    subject_id BIGINT  NOT NULL,
    kind       TEXT NOT NULL,
    attribute  TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (job, subject_id, kind, attribute, value)
) WITHOUT ROWID;
INSERT INTO account_reference VALUES('app',2,'person','workerId','e1');
INSERT INTO account_reference VALUES('app',6,'person','workerId','e1');
INSERT INTO account_reference VALUES('app',3,'person','workerId','e2');
CREATE TABLE membership (
    group_id  BIGINT  NOT NULL REFERENCES subject (id),
    member_id BIGINT  NOT NULL REFERENCES subject (id),
    origin    TEXT NOT NULL,
    starts_at TEXT,
    ends_at   TEXT,
    PRIMARY KEY (group_id, member_id, origin)
) WITHOUT ROWID;
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
CREATE TABLE rule_waiting (
    rule      TEXT  NOT NULL,
    group_key TEXT  NOT NULL,
    joins     BOOLEAN  NOT NULL,
    member_id BIGINT   NOT NULL,
    urgent    BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_key, joins, member_id)
)WITHOUT ROWID;
CREATE TABLE rule_says (
    rule       TEXT NOT NULL,
    group_key  TEXT NOT NULL,
    member_id  BIGINT  NOT NULL,
    attributes TEXT NOT NULL,
    PRIMARY KEY (rule, group_key, member_id)
)WITHOUT ROWID;
CREATE TABLE rule_problem (
    rule      TEXT NOT NULL,
    member_id BIGINT  NOT NULL,
    group_key TEXT NOT NULL,
    message   TEXT    NOT NULL,
    PRIMARY KEY (rule, member_id, group_key)
)WITHOUT ROWID;
CREATE TABLE rule_due (
    member_id BIGINT  NOT NULL PRIMARY KEY,
    due_at    TEXT NOT NULL
)WITHOUT ROWID;
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
CREATE TABLE staged_claim (
    job          TEXT NOT NULL,
    anchor       TEXT NOT NULL,
    group_name   TEXT NOT NULL,
    member_name  TEXT NOT NULL,
    waits        TEXT NOT NULL,
    PRIMARY KEY (job, anchor, group_name, member_name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "change_ruling" (
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
CREATE TABLE watched_person (
    subject_id BIGINT  PRIMARY KEY,
    state      TEXT NOT NULL,
    has_left   BOOLEAN NOT NULL,
    known      TEXT    NOT NULL,
    start_told TEXT NOT NULL,
    end_told   TEXT NOT NULL,
    look_at    TEXT
);
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
INSERT INTO indexed_attribute VALUES('person','workerId');
CREATE TABLE open_accounts (
    job      TEXT NOT NULL PRIMARY KEY,
    accounts BIGINT  NOT NULL
);
INSERT INTO open_accounts VALUES('app',3);
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
CREATE INDEX dead_letter_cause ON dead_letter (cause);
CREATE INDEX source_record_unassigned ON source_record (job, anchor) WHERE subject_id IS NULL;
CREATE INDEX outbox_next ON outbox (next_at, id);
CREATE INDEX watched_person_look ON watched_person (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX log_carried_subject ON log_carried (subject_key, job);
CREATE TRIGGER log_entry_refuses_delete BEFORE DELETE ON log_entry
WHEN OLD.sequence > coalesce((SELECT max(entries) FROM log_checkpoint), 0)
BEGIN
    SELECT RAISE(ABORT, 'the provisioning log is append-only');
END;
CREATE INDEX rule_group_subject ON rule_group (rule, subject_id) WHERE subject_id IS NOT NULL;
COMMIT;
