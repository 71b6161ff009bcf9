-- The hub knows subjects of several kinds: persons, groups, what a project declares. A key is unique in its kind.
-- SQLite cannot drop a constraint: the table is made anew under the same name, so that references to it hold, and renamed with them.
CREATE TABLE subject_anew (
    id         ${id}   NOT NULL PRIMARY KEY,
    kind       ${text} NOT NULL,
    key        ${text} NOT NULL,
    version    BIGINT  NOT NULL,
    attributes TEXT    NOT NULL,
    UNIQUE (kind, key)
);
INSERT INTO subject_anew (id, kind, key, version, attributes) SELECT id, 'person', key, version, attributes FROM identity ORDER BY id;
DROP TABLE identity;
ALTER TABLE subject_anew RENAME TO identity;
ALTER TABLE identity RENAME TO subject;
CREATE INDEX subject_version ON subject (version);
