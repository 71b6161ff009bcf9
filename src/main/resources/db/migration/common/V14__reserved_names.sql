-- The table of the names that are taken is called by what it holds.
DROP INDEX given_name_identity;
ALTER TABLE given_name RENAME TO reserved_name;
CREATE INDEX reserved_name_subject ON reserved_name (namespace, subject_id);
