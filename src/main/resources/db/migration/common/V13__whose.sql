-- Whatever was a person's is a subject's.
UPDATE counter SET name = 'subject' WHERE name = 'identity';
UPDATE counter SET name = 'subject version' WHERE name = 'identity version';
ALTER TABLE source_record RENAME COLUMN identity_id TO subject_id;
ALTER TABLE link RENAME COLUMN identity_id TO subject_id;
ALTER TABLE given_name RENAME COLUMN identity_id TO subject_id;
ALTER TABLE merge_due RENAME COLUMN identity_id TO subject_id;

ALTER TABLE planned_change RENAME COLUMN identity_id TO subject_id;
ALTER TABLE planned_change RENAME COLUMN identity_key TO subject_key;
ALTER TABLE planned_change ADD COLUMN subject_kind ${text} DEFAULT 'person' NOT NULL;

ALTER TABLE dead_letter RENAME COLUMN identity_id TO subject_id;
ALTER TABLE dead_letter RENAME COLUMN identity_key TO subject_key;
ALTER TABLE dead_letter ADD COLUMN subject_kind ${text} DEFAULT 'person' NOT NULL;

-- A person's entry has the hash it always had: its kind is in the canonical form only where it is another.
ALTER TABLE log_entry RENAME COLUMN identity_key TO subject_key;
ALTER TABLE log_entry ADD COLUMN subject_kind ${text} DEFAULT 'person' NOT NULL;

-- Values to find subjects of a kind by; built anew.
DROP TABLE identity_value;
DELETE FROM indexed_attribute;
CREATE TABLE subject_value (
    kind       ${text} NOT NULL,
    attribute  ${text} NOT NULL,
    value      ${text} NOT NULL,
    subject_id BIGINT  NOT NULL,
    PRIMARY KEY (kind, attribute, value, subject_id)
) ${clustered};

-- Whom accounts refer to, and of which kind.
ALTER TABLE account_reference RENAME TO account_reference_before;
DROP INDEX account_reference_to;
CREATE TABLE account_reference (
    job        ${text} NOT NULL,
    subject_id BIGINT  NOT NULL,
    kind       ${text} NOT NULL,
    attribute  ${text} NOT NULL,
    value      ${text} NOT NULL,
    PRIMARY KEY (job, subject_id, kind, attribute, value)
) ${clustered};
INSERT INTO account_reference (job, subject_id, kind, attribute, value) SELECT job, identity_id, 'person', attribute, value FROM account_reference_before;
DROP TABLE account_reference_before;
CREATE INDEX account_reference_to ON account_reference (attribute, value, kind, job);

-- Who is in which group, and who said so.
CREATE TABLE membership (
    group_id  BIGINT  NOT NULL REFERENCES subject (id),
    member_id BIGINT  NOT NULL REFERENCES subject (id),
    origin    ${text} NOT NULL,
    starts_at ${text},
    ends_at   ${text},
    PRIMARY KEY (group_id, member_id, origin)
) ${clustered};
CREATE INDEX membership_member ON membership (member_id, group_id);
