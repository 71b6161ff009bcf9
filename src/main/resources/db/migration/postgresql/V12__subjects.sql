-- The hub knows subjects of several kinds: persons, groups, what a project declares. A key is unique in its kind.
ALTER TABLE identity ADD COLUMN kind ${text} NOT NULL DEFAULT 'person';
ALTER TABLE identity ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE identity DROP CONSTRAINT identity_key_key;
ALTER TABLE identity RENAME TO subject;
ALTER TABLE subject ADD CONSTRAINT subject_kind_key UNIQUE (kind, key);
ALTER INDEX identity_version RENAME TO subject_version;
