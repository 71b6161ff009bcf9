-- Of which subject a group is that a rule makes for each of a kind.
ALTER TABLE rule_group ADD COLUMN subject_id BIGINT;
CREATE INDEX rule_group_subject ON rule_group (rule, subject_id) WHERE subject_id IS NOT NULL;
