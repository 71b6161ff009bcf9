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
INSERT INTO caravan_schema_history VALUES(1,'1','state','SQL','V1__state.sql',-293283310,'','2026-12-01 08:23:06.677',20,1);
INSERT INTO caravan_schema_history VALUES(2,'2','append only log','SQL','V2__append_only_log.sql',-1368923428,'','2026-12-01 08:23:06.696',4,1);
INSERT INTO caravan_schema_history VALUES(3,'3','last reading','SQL','V3__last_reading.sql',1576912048,'','2026-12-01 08:23:06.717',7,1);
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO counter VALUES('identity',11);
INSERT INTO counter VALUES('identity version',17);
INSERT INTO counter VALUES('change',17);
INSERT INTO counter VALUES('dead letter',3);
INSERT INTO counter VALUES('cycle',6);
CREATE TABLE identity (
    id         INTEGER   NOT NULL PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL
);
INSERT INTO identity VALUES(1,'E1',1,'{"workerId":"E1","name":"Ada","dept":"Sales"}');
INSERT INTO identity VALUES(2,'E10',2,'{"workerId":"E10","name":"Ann","dept":"IT","managerId":"E1"}');
INSERT INTO identity VALUES(3,'E11',3,'{"workerId":"E11","name":"Ann","dept":"IT","managerId":"E1"}');
INSERT INTO identity VALUES(4,'E2',4,'{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}');
INSERT INTO identity VALUES(5,'E3',5,'{"workerId":"E3","name":"Nobody","dept":"IT","managerId":"E1"}');
INSERT INTO identity VALUES(6,'E4',12,'{"workerId":"E4","name":"Dan","dept":"Moon","managerId":"E3"}');
INSERT INTO identity VALUES(7,'E5',13,'{"workerId":"E5","name":"Eve","dept":"Stuck","managerId":"E1","endDate":"2026-11-15"}');
INSERT INTO identity VALUES(8,'E6',14,'{"workerId":"E6","name":"Fay","dept":"IT","managerId":"E2","endDate":"2026-11-20"}');
INSERT INTO identity VALUES(9,'E7',15,'{"workerId":"E7","name":"Gus","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
INSERT INTO identity VALUES(10,'E8',16,'{"workerId":"E8","name":"Hal","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
INSERT INTO identity VALUES(11,'E9',17,'{"workerId":"E9","name":"Ida","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
CREATE TABLE indexed_attribute (
    name TEXT NOT NULL PRIMARY KEY
);
INSERT INTO indexed_attribute VALUES('workerId');
CREATE TABLE identity_value (
    attribute   TEXT NOT NULL,
    value       TEXT NOT NULL,
    identity_id BIGINT  NOT NULL,
    PRIMARY KEY (attribute, value, identity_id)
) WITHOUT ROWID;
INSERT INTO identity_value VALUES('workerId','e1',1);
INSERT INTO identity_value VALUES('workerId','e10',2);
INSERT INTO identity_value VALUES('workerId','e11',3);
INSERT INTO identity_value VALUES('workerId','e2',4);
INSERT INTO identity_value VALUES('workerId','e3',5);
INSERT INTO identity_value VALUES('workerId','e4',6);
INSERT INTO identity_value VALUES('workerId','e5',7);
INSERT INTO identity_value VALUES('workerId','e6',8);
INSERT INTO identity_value VALUES('workerId','e7',9);
INSERT INTO identity_value VALUES('workerId','e8',10);
INSERT INTO identity_value VALUES('workerId','e9',11);
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
INSERT INTO source_record VALUES('hr','E1',-3089614799296988037,NULL,1,'hr.csv:2','{"workerId":"E1","name":"Ada","dept":"Sales"}','{"workerId":"E1","name":"Ada","dept":"Sales"}');
INSERT INTO source_record VALUES('hr','E10',-2344247180506357572,NULL,2,'hr.csv:11','{"workerId":"E10","name":"Ann","dept":"IT","manager":"E1"}','{"workerId":"E10","name":"Ann","dept":"IT","managerId":"E1"}');
INSERT INTO source_record VALUES('hr','E11',-1083953943299577796,NULL,3,'hr.csv:12','{"workerId":"E11","name":"Ann","dept":"IT","manager":"E1"}','{"workerId":"E11","name":"Ann","dept":"IT","managerId":"E1"}');
INSERT INTO source_record VALUES('hr','E2',7701586765005433663,NULL,4,'hr.csv:3','{"workerId":"E2","name":"Bob","dept":"Sales","manager":"E1"}','{"workerId":"E2","name":"Bob","dept":"Sales","managerId":"E1"}');
INSERT INTO source_record VALUES('hr','E3',7838713745598870754,NULL,5,'hr.csv:4','{"workerId":"E3","name":"Nobody","dept":"IT","manager":"E1"}','{"workerId":"E3","name":"Nobody","dept":"IT","managerId":"E1"}');
INSERT INTO source_record VALUES('hr','E4',6892753187216063175,NULL,6,'hr.csv:5','{"workerId":"E4","name":"Dan","dept":"Moon","manager":"E3"}','{"workerId":"E4","name":"Dan","dept":"Moon","managerId":"E3"}');
INSERT INTO source_record VALUES('hr','E5',-8526613173719656277,NULL,7,'hr.csv:6','{"workerId":"E5","name":"Eve","dept":"Stuck","manager":"E1","end":"2026-11-15"}','{"workerId":"E5","name":"Eve","dept":"Stuck","managerId":"E1","endDate":"2026-11-15"}');
INSERT INTO source_record VALUES('hr','E6',8238560754638958258,NULL,8,'hr.csv:7','{"workerId":"E6","name":"Fay","dept":"IT","manager":"E2","end":"2026-11-20"}','{"workerId":"E6","name":"Fay","dept":"IT","managerId":"E2","endDate":"2026-11-20"}');
INSERT INTO source_record VALUES('hr','E7',3453418147899341332,NULL,9,'hr.csv:8','{"workerId":"E7","name":"Gus","dept":"IT","manager":"E2","end":"2026-11-21"}','{"workerId":"E7","name":"Gus","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
INSERT INTO source_record VALUES('hr','E8',-7011913184398524532,NULL,10,'hr.csv:9','{"workerId":"E8","name":"Hal","dept":"IT","manager":"E2","end":"2026-11-21"}','{"workerId":"E8","name":"Hal","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
INSERT INTO source_record VALUES('hr','E9',5708007028214987966,NULL,11,'hr.csv:10','{"workerId":"E9","name":"Ida","dept":"IT","manager":"E2","end":"2026-11-21"}','{"workerId":"E9","name":"Ida","dept":"IT","managerId":"E2","endDate":"2026-11-21"}');
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
INSERT INTO link VALUES('app',1,'enabled','ada',0,NULL,NULL,'','{"login":"ada","worker":"E1","name":"Ada","dept":"Sales","active":true}');
INSERT INTO link VALUES('app',2,'enabled','ann',0,NULL,NULL,'','{"login":"ann","worker":"E10","name":"Ann","dept":"IT","manager":"ada","active":true}');
INSERT INTO link VALUES('app',3,'enabled','ann2',0,NULL,NULL,'','{"login":"ann2","worker":"E11","name":"Ann","dept":"IT","manager":"ada","active":true}');
INSERT INTO link VALUES('app',4,'enabled','bob',0,NULL,NULL,'','{"login":"bob","worker":"E2","name":"Bob","dept":"Sales","manager":"ada","active":true}');
INSERT INTO link VALUES('app',5,'none',NULL,0,NULL,NULL,'','{}');
INSERT INTO link VALUES('app',7,'enabled','eve',0,NULL,NULL,'','{"login":"eve","worker":"E5","name":"Eve","dept":"Stuck","manager":"ada","active":true}');
INSERT INTO link VALUES('app',6,'enabled','dan',0,NULL,NULL,'','{"login":"dan","worker":"E4","name":"Dan","dept":"IT","active":true}');
INSERT INTO link VALUES('app',8,'disabled','fay',0,'2026-12-01T08:23:28.018Z',NULL,'has left: end date was 2026-11-20','{"login":"fay","worker":"E6","name":"Fay","dept":"IT","manager":"bob","active":false}');
INSERT INTO link VALUES('app',9,'enabled','gus',0,NULL,NULL,'','{"login":"gus","worker":"E7","name":"Gus","dept":"IT","manager":"bob","active":true}');
INSERT INTO link VALUES('app',10,'enabled','hal',0,NULL,NULL,'','{"login":"hal","worker":"E8","name":"Hal","dept":"IT","manager":"bob","active":true}');
INSERT INTO link VALUES('app',11,'enabled','ida',0,NULL,NULL,'','{"login":"ida","worker":"E9","name":"Ida","dept":"IT","manager":"bob","active":true}');
CREATE TABLE account_reference (
    job         TEXT NOT NULL,
    identity_id BIGINT  NOT NULL,
    refers_to   TEXT NOT NULL,
    PRIMARY KEY (job, identity_id, refers_to)
) WITHOUT ROWID;
INSERT INTO account_reference VALUES('app',2,'E1');
INSERT INTO account_reference VALUES('app',3,'E1');
INSERT INTO account_reference VALUES('app',4,'E1');
INSERT INTO account_reference VALUES('app',5,'E1');
INSERT INTO account_reference VALUES('app',6,'E3');
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
    identity_id    BIGINT  NOT NULL,
    identity_key   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    change         TEXT    NOT NULL
);
INSERT INTO planned_change VALUES(15,'app',6,3,1,9,'E7','disable','{"identityId":9,"identity":"E7","kind":"disable","anchor":"gus","reason":"has left: end date was 2026-11-21","enabled":false,"steps":["lifecycle: leaver: end date was 2026-11-21","scope: in","link: account gus is enabled"],"account":{"login":"gus","worker":"E7","name":"Gus","dept":"IT","manager":"bob","active":true},"basis":"41302c050a41a3b28556bbba792a2cd5"}');
INSERT INTO planned_change VALUES(16,'app',6,3,1,10,'E8','disable','{"identityId":10,"identity":"E8","kind":"disable","anchor":"hal","reason":"has left: end date was 2026-11-21","enabled":false,"steps":["lifecycle: leaver: end date was 2026-11-21","scope: in","link: account hal is enabled"],"account":{"login":"hal","worker":"E8","name":"Hal","dept":"IT","manager":"bob","active":true},"basis":"9afed52f3741f206c6ce00ca888c5b44"}');
INSERT INTO planned_change VALUES(17,'app',6,3,1,11,'E9','disable','{"identityId":11,"identity":"E9","kind":"disable","anchor":"ida","reason":"has left: end date was 2026-11-21","enabled":false,"steps":["lifecycle: leaver: end date was 2026-11-21","scope: in","link: account ida is enabled"],"account":{"login":"ida","worker":"E9","name":"Ida","dept":"IT","manager":"bob","active":true},"basis":"60397c78e2307e3d1f45db3fd54f0f4e"}');
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
INSERT INTO dead_letter VALUES(1,'app',2,'2026-12-01T08:23:11.851Z',5,'E3',NULL,'invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','349eb81a3a44443c56c14ce7d8ff86eb','{"identityId":5,"identity":"E3","kind":"create","enabled":true,"changes":[{"name":"login","after":"nobody"},{"name":"worker","after":"E3"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}],"steps":["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)"],"basis":"349eb81a3a44443c56c14ce7d8ff86eb"}');
INSERT INTO dead_letter VALUES(2,'app',4,'2026-12-01T08:23:29.921Z',6,'E4','dan','invalid',1,'','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: dept <> ''Moon'')','a2a4a8073b4ae22239dd01e0bc756ef7','{"identityId":6,"identity":"E4","kind":"update","anchor":"dan","changes":[{"name":"dept","before":"IT","after":"Moon"}],"deferred":["manager"],"steps":["lifecycle: active","scope: in","link: account dan is enabled"],"account":{"login":"dan","worker":"E4","name":"Dan","dept":"IT","active":true},"basis":"a2a4a8073b4ae22239dd01e0bc756ef7"}');
INSERT INTO dead_letter VALUES(3,'app',4,'2026-12-01T08:23:29.921Z',7,'E5','eve','invalid',1,'','[SQLITE_CONSTRAINT_TRIGGER] A RAISE function within a trigger fired, causing the SQL statement to abort (CHECK constraint failed: stuck)','57e845e390af862d9b0a41de96553b73','{"identityId":7,"identity":"E5","kind":"disable","anchor":"eve","reason":"has left: end date was 2026-11-15","enabled":false,"steps":["lifecycle: leaver: end date was 2026-11-15","scope: in","link: account eve is enabled"],"account":{"login":"eve","worker":"E5","name":"Eve","dept":"Stuck","manager":"ada","active":true},"basis":"57e845e390af862d9b0a41de96553b73"}');
CREATE TABLE given_name (
    namespace   TEXT NOT NULL,
    compared    TEXT NOT NULL,
    name        TEXT    NOT NULL,
    identity_id BIGINT  NOT NULL,
    given_at    TEXT NOT NULL,
    free_at     TEXT,
    PRIMARY KEY (namespace, compared)
);
INSERT INTO given_name VALUES('logins','ada','ada',1,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','ann','ann',2,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','ann2','ann2',3,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','bob','bob',4,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','nobody','nobody',5,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','dan','dan',6,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','eve','eve',7,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','fay','fay',8,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','gus','gus',9,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','hal','hal',10,'2026-12-01T08:23:11.122Z',NULL);
INSERT INTO given_name VALUES('logins','ida','ida',11,'2026-12-01T08:23:11.122Z',NULL);
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
INSERT INTO log_entry VALUES(1,'2026-12-01T08:23:09.549Z',1,'hr','E1','E1','hr','','identity-create','success','','[]','["read: hr.csv:2","resolve: identity-create"]',1,0,'command','0866b1d98815aaf02c945d4ec9cccc84927ff3ca7b1421fc5195948bd31b6383');
INSERT INTO log_entry VALUES(2,'2026-12-01T08:23:09.549Z',1,'hr','E10','E10','hr','','identity-create','success','','[]','["read: hr.csv:11","resolve: identity-create"]',1,0,'command','2e09929fbdb202ff7ba14577d5ab886377125d8b7f13a8e63fe05d85c0f1536f');
INSERT INTO log_entry VALUES(3,'2026-12-01T08:23:09.549Z',1,'hr','E11','E11','hr','','identity-create','success','','[]','["read: hr.csv:12","resolve: identity-create"]',1,0,'command','e46bb16a61c26f7cf42b0b38311f4f1c95f4a52ca9684826133fcb0691d87f3e');
INSERT INTO log_entry VALUES(4,'2026-12-01T08:23:09.549Z',1,'hr','E2','E2','hr','','identity-create','success','','[]','["read: hr.csv:3","resolve: identity-create"]',1,0,'command','1bd2ebfd8ba7eb777fbe8d7241a852cb4039d46553908c631ad725ea8744be1e');
INSERT INTO log_entry VALUES(5,'2026-12-01T08:23:09.549Z',1,'hr','E3','E3','hr','','identity-create','success','','[]','["read: hr.csv:4","resolve: identity-create"]',1,0,'command','530f8d5245bb670713f96cf43d6cfc63e94e4603ecfdba33158d089905f433ea');
INSERT INTO log_entry VALUES(6,'2026-12-01T08:23:09.549Z',1,'hr','E4','E4','hr','','identity-create','success','','[]','["read: hr.csv:5","resolve: identity-create"]',1,0,'command','ce6a22de34818435521cb5492a57bba84ad08f9f7570309031070bcd7f0a4d8a');
INSERT INTO log_entry VALUES(7,'2026-12-01T08:23:09.549Z',1,'hr','E5','E5','hr','','identity-create','success','','[]','["read: hr.csv:6","resolve: identity-create"]',1,0,'command','369d74caf272e42761b428608e2355c7466216e80b1b7c9928d7f10fa6dbf330');
INSERT INTO log_entry VALUES(8,'2026-12-01T08:23:09.549Z',1,'hr','E6','E6','hr','','identity-create','success','','[]','["read: hr.csv:7","resolve: identity-create"]',1,0,'command','4cc2b3e6e36a974b60ffbec3862445a10b2142d538e7ce817b1132ce9ba7ab72');
INSERT INTO log_entry VALUES(9,'2026-12-01T08:23:09.549Z',1,'hr','E7','E7','hr','','identity-create','success','','[]','["read: hr.csv:8","resolve: identity-create"]',1,0,'command','cc07824144dc9f9f9b02146f27474267ca3990999614567b41b968f933c84b62');
INSERT INTO log_entry VALUES(10,'2026-12-01T08:23:09.549Z',1,'hr','E8','E8','hr','','identity-create','success','','[]','["read: hr.csv:9","resolve: identity-create"]',1,0,'command','2a5069e14ef7c3a7a13d68e8a3e4bdcf9563b239852b1ae16b22483183405da4');
INSERT INTO log_entry VALUES(11,'2026-12-01T08:23:09.549Z',1,'hr','E9','E9','hr','','identity-create','success','','[]','["read: hr.csv:10","resolve: identity-create"]',1,0,'command','cac90af2c02da5d819ec911250d7f3126d4d2a65bfba809e72621f00ce90a7b8');
INSERT INTO log_entry VALUES(12,'2026-12-01T08:23:11.726Z',2,'app','E1','','app','ada','create','success','','[{"name":"login","after":"ada"},{"name":"worker","after":"E1"},{"name":"name","after":"Ada"},{"name":"dept","after":"Sales"}]','["lifecycle: active","scope: in","match: no account has worker \"E1\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,49,'command','4509fac234ecbda59ea47d9d3a66ddf16424380e84f0b051027ee5a2d900b9ed');
INSERT INTO log_entry VALUES(13,'2026-12-01T08:23:11.851Z',2,'app','E10','','app','ann','create','success','','[{"name":"login","after":"ann"},{"name":"worker","after":"E10"},{"name":"name","after":"Ann"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E10\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,48,'command','9ad2e290e22ab54e8c36f155e1355069660bb3d7eb0a0e5d965a3be9d31af33d');
INSERT INTO log_entry VALUES(14,'2026-12-01T08:23:11.851Z',2,'app','E11','','app','ann2','create','success','','[{"name":"login","after":"ann2"},{"name":"worker","after":"E11"},{"name":"name","after":"Ann"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E11\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,48,'command','1a9097b2240d77653bd3e2cba5d3b58647a2f0cea2873d55a71a2ce9b0b874d0');
INSERT INTO log_entry VALUES(15,'2026-12-01T08:23:11.851Z',2,'app','E2','','app','bob','create','success','','[{"name":"login","after":"bob"},{"name":"worker","after":"E2"},{"name":"name","after":"Bob"},{"name":"dept","after":"Sales"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E2\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,48,'command','2e13ff19f835d1656935a5701468d39c513c184416823ca3e991367974964d73');
INSERT INTO log_entry VALUES(16,'2026-12-01T08:23:11.851Z',2,'app','E3','','app','','create','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: name <> ''Nobody'')','[{"name":"login","after":"nobody"},{"name":"worker","after":"E3"},{"name":"name","after":"Nobody"},{"name":"dept","after":"IT"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E3\" (mappings/app.yaml:5:9)","guard: passed","dispatch: invalid"]',1,48,'command','d054a181f3844e1db7e4e9bdb125cd4e5e416ca805bb79cd877b46dff4586c37');
INSERT INTO log_entry VALUES(17,'2026-12-01T08:23:11.851Z',2,'app','E5','','app','eve','create','success','','[{"name":"login","after":"eve"},{"name":"worker","after":"E5"},{"name":"name","after":"Eve"},{"name":"dept","after":"Stuck"},{"name":"manager","after":"ada"}]','["lifecycle: active","scope: in","match: no account has worker \"E5\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,48,'command','7b4cc1699df15fbc9152bae9d3df157dfa962094df49375af99a8d63069db6d3');
INSERT INTO log_entry VALUES(18,'2026-12-01T08:23:11.925Z',2,'app','E4','','app','dan','create','success','','[{"name":"login","after":"dan"},{"name":"worker","after":"E4"},{"name":"name","after":"Dan"},{"name":"dept","after":"IT"}]','["lifecycle: active","scope: in","match: no account has worker \"E4\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,25,'command','ada5054d461de75691a4f8a1610850755fe85d7a506d0fb92ad3e1f6ffa6e52f');
INSERT INTO log_entry VALUES(19,'2026-12-01T08:23:11.925Z',2,'app','E6','','app','fay','create','success','','[{"name":"login","after":"fay"},{"name":"worker","after":"E6"},{"name":"name","after":"Fay"},{"name":"dept","after":"IT"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E6\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,25,'command','46b0d3db281689ecca56f8c701544e23a77bbe56627dc44faf97d7b6f5865ad6');
INSERT INTO log_entry VALUES(20,'2026-12-01T08:23:11.925Z',2,'app','E7','','app','gus','create','success','','[{"name":"login","after":"gus"},{"name":"worker","after":"E7"},{"name":"name","after":"Gus"},{"name":"dept","after":"IT"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E7\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,25,'command','01ccee5cddebb137c35cc3ec711b3f482ad64faf2ee909f5d7652d5a34d85fee');
INSERT INTO log_entry VALUES(21,'2026-12-01T08:23:11.925Z',2,'app','E8','','app','hal','create','success','','[{"name":"login","after":"hal"},{"name":"worker","after":"E8"},{"name":"name","after":"Hal"},{"name":"dept","after":"IT"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E8\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,25,'command','cef14f87de3198d81a4f0245c90f0803b03b490b20f87b3876f910139d2a973a');
INSERT INTO log_entry VALUES(22,'2026-12-01T08:23:11.925Z',2,'app','E9','','app','ida','create','success','','[{"name":"login","after":"ida"},{"name":"worker","after":"E9"},{"name":"name","after":"Ida"},{"name":"dept","after":"IT"},{"name":"manager","after":"bob"}]','["lifecycle: active","scope: in","match: no account has worker \"E9\" (mappings/app.yaml:5:9)","guard: passed","dispatch: ok"]',1,25,'command','35792d10dc91020b5ac3812fd7d6e30e65067cb04d815acf83a3b9a59daa73b2');
INSERT INTO log_entry VALUES(23,'2026-12-01T08:23:26.519Z',3,'hr','E4','E4','hr','','identity-update','success','','[{"name":"dept","before":"IT","after":"Moon"}]','["read: hr.csv:5","resolve: identity-update"]',1,0,'command','b6686485c6a6f8d5def8bf789de6824cfea09c9078474feb3b3e0d3b4f1dae97');
INSERT INTO log_entry VALUES(24,'2026-12-01T08:23:26.519Z',3,'hr','E5','E5','hr','','identity-update','success','','[{"name":"endDate","after":"2026-11-15"}]','["read: hr.csv:6","resolve: identity-update"]',1,0,'command','45c5460094e9dba94cdf1b95516e7fd14b672c3df55c26a96f2de4487499ccea');
INSERT INTO log_entry VALUES(25,'2026-12-01T08:23:26.519Z',3,'hr','E6','E6','hr','','identity-update','success','','[{"name":"endDate","after":"2026-11-20"}]','["read: hr.csv:7","resolve: identity-update"]',1,0,'command','ddb0bedc01ad8cfa028a27922fee205e526ca469e91dbe4a47cb30d58651fc4e');
INSERT INTO log_entry VALUES(26,'2026-12-01T08:23:29.921Z',4,'app','E4','','app','dan','update','failure','[SQLITE_CONSTRAINT_CHECK] A CHECK constraint failed (CHECK constraint failed: dept <> ''Moon'')','[{"name":"dept","before":"IT","after":"Moon"}]','["lifecycle: active","scope: in","link: account dan is enabled","guard: passed","dispatch: invalid"]',1,696,'command','3b5c97be9d1ac80e9229b1d05f3f4a95c7680bff2c17b6327cc72c0a9540fd21');
INSERT INTO log_entry VALUES(27,'2026-12-01T08:23:29.921Z',4,'app','E5','','app','eve','disable','failure','[SQLITE_CONSTRAINT_TRIGGER] A RAISE function within a trigger fired, causing the SQL statement to abort (CHECK constraint failed: stuck)','[]','["lifecycle: leaver: end date was 2026-11-15","scope: in","link: account eve is enabled","guard: passed","dispatch: invalid"]',1,765,'command','04104099ef52c0075da35cef75a747ec3333b79bdd84b3f435add94d00909762');
INSERT INTO log_entry VALUES(28,'2026-12-01T08:23:29.921Z',4,'app','E6','','app','fay','disable','success','has left: end date was 2026-11-20','[]','["lifecycle: leaver: end date was 2026-11-20","scope: in","link: account fay is enabled","guard: passed","dispatch: ok"]',1,765,'command','4e504372c0a4e1bbefeff41ed335b89c67dbf3867ed1fe7db9c3d0b887e5ba49');
INSERT INTO log_entry VALUES(29,'2026-12-01T08:23:50.018Z',5,'hr','E7','E7','hr','','identity-update','success','','[{"name":"endDate","after":"2026-11-21"}]','["read: hr.csv:8","resolve: identity-update"]',1,0,'command','ea482f46b86e25cbca9b53089b56955c097cd0fe74eeb539fe19837baa0aec2d');
INSERT INTO log_entry VALUES(30,'2026-12-01T08:23:50.018Z',5,'hr','E8','E8','hr','','identity-update','success','','[{"name":"endDate","after":"2026-11-21"}]','["read: hr.csv:9","resolve: identity-update"]',1,0,'command','9158c97b8f88ba801a3628a19b6e77119c1fec039157703d8918166a7deabb79');
INSERT INTO log_entry VALUES(31,'2026-12-01T08:23:50.018Z',5,'hr','E9','E9','hr','','identity-update','success','','[{"name":"endDate","after":"2026-11-21"}]','["read: hr.csv:10","resolve: identity-update"]',1,0,'command','fc577e3b40a9d8bb60c9d3c87597165c66068d3172a8e68ecc22c9c8cf37b859');
INSERT INTO log_entry VALUES(32,'2026-12-01T08:23:52.161Z',6,'app','','','app','','guard','held','3 of 9 accounts would be disabled (limit 2); 3 changes held','[]','["guard: 3 of 9 accounts would be disabled (limit 2)"]',1,0,'command','80c9365b6ed951b8c52de3cde821476a0b26b7368faafd2c22b0231f6dd132ac');
CREATE TABLE log_head (
    entries BIGINT NOT NULL,
    hash    TEXT   NOT NULL
);
INSERT INTO log_head VALUES(32,'80c9365b6ed951b8c52de3cde821476a0b26b7368faafd2c22b0231f6dd132ac');
CREATE TABLE job_state (
    job               TEXT NOT NULL PRIMARY KEY,
    fingerprint       TEXT    NOT NULL,
    evaluated_version BIGINT  NOT NULL,
    watermark         TEXT,
    last_full_count   BIGINT  NOT NULL,
    last_full_at      TEXT
);
INSERT INTO job_state VALUES('hr',replace('33b88123b4638817d127f7e60863c57e865d65c889f1a1b1687ae9f0c4f9225c\n5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept\n8c3ce54d3dffc552e9d81df22a7b0e85b22f5d8a55b785c9d0f5f6c573cfeeb6 endDate\neb329d142728b9db7794c8b6795f012ebd331d74094c9b48d929887cc13b4f86 managerId\n567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name\nb1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 workerId','\n',char(10)),0,NULL,11,'2026-12-01T08:23:50.018Z');
INSERT INTO job_state VALUES('app',replace('e4d65ce3dbf2ad54e678f3db1588ca31fe48d89e041309292997d2bdae446e0d\n5888bd3b52093719a05e025ec8a3506b950d3793aa51ce423a6ebb0b15235d9d dept\n15d0599a6a3dc16067c2a5ab036bb5382e2fbbb2a64556c24413644f9f703ccd login\n5db9327fbf35f7ae9e2d18425a33e1c26b1d332fc805b940bf7fc45c9e1fd2ce manager\n567f23c6edc48828adc92cc69186013cf766e40fc0181cc0b8e567b1e3709e02 name\nb1842146648988df258154e12a7086de3c879d3438840fc650b3149511024c58 worker','\n',char(10)),17,NULL,-1,NULL);
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
INSERT INTO cycle VALUES(1,'hr','delta','2026-12-01T08:23:09.549Z','2026-12-01T08:23:11.107Z','done','','{"absent":0,"identities-created":11,"read":11,"resolved":11,"unchanged-records":0}');
INSERT INTO cycle VALUES(2,'app','delta','2026-12-01T08:23:11.122Z','2026-12-01T08:23:11.936Z','partly','','{"applied":10,"applied-create":10,"evaluated":11,"failed":1,"listed":0,"missing":0,"planned-create":11}');
INSERT INTO cycle VALUES(3,'hr','delta','2026-12-01T08:23:26.519Z','2026-12-01T08:23:27.986Z','done','','{"absent":0,"identities-changed":3,"identities-created":0,"read":11,"resolved":3,"unchanged-records":8}');
INSERT INTO cycle VALUES(4,'app','delta','2026-12-01T08:23:28.018Z','2026-12-01T08:23:30.033Z','partly','','{"applied":1,"applied-disable":1,"evaluated":3,"failed":2,"planned-disable":2,"planned-update":1}');
INSERT INTO cycle VALUES(5,'hr','delta','2026-12-01T08:23:50.018Z','2026-12-01T08:23:52.148Z','done','','{"absent":0,"identities-changed":3,"identities-created":0,"read":11,"resolved":3,"unchanged-records":8}');
INSERT INTO cycle VALUES(6,'app','delta','2026-12-01T08:23:52.161Z','2026-12-01T08:23:53.236Z','held','3 of 9 accounts would be disabled (limit 2)','{"evaluated":3,"held":3,"planned-disable":3}');
CREATE TABLE job_lease (
    job        TEXT NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE TABLE last_reading (
    job     TEXT  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (job, part)
);
INSERT INTO last_reading VALUES('hr',0,X'000000000000000b76b7e8df136b8797a24a7c387e257545d51f7bb5a31cfc7b3fac80fb1a98c99762291ab0d136b5546ae1885ba6ffab3fa47529957b6eee2db883ddd4621525b46cc8b49ece6474e27f0e0a47d97fa12023bbea63379be4d75fa7fa8120747ac7c0df81a6f7b9fa3240b9e444f96a9f8c89ab627e934618aba63394c453183ad67f241e553e0b0afe72553f5b48baaeb2fd35bbe9b12e2b7885ddb974093412282fed01822e6d7a14eb35f5f8b0656df80d148398f2cb48a09eb0ae1c080c3f8c0c514c1f5d773cd29e9c001fb68f86ab4f36ea265c2ffcbe7166c9bef46eeb04bc65497f35c7f835df778f9c143520bccb9f069531dc21fa12a7185576edcd7ff0f505a1b0bea83c');
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
