-- Whom accounts refer to, by the attribute of the hub that says who is meant (empty: the key). What was kept before said nothing of that;
-- the fingerprint of every mapping with references is another now, so that all of them are evaluated anew.
DROP TABLE account_reference;
CREATE TABLE account_reference (
    job         ${text} NOT NULL,
    identity_id BIGINT  NOT NULL,
    attribute   ${text} NOT NULL,
    value       ${text} NOT NULL,
    PRIMARY KEY (job, identity_id, attribute, value)
) ${clustered};
CREATE INDEX account_reference_to ON account_reference (attribute, value, job);

-- What does not show makes no difference to a key any more: keys that end in it are brought into the form that is compared, unless
-- another then has the same. Values to find people by are built anew.
UPDATE source_record SET anchor = trim(anchor, '${unseen}')
WHERE anchor <> trim(anchor, '${unseen}') AND trim(anchor, '${unseen}') <> ''
  AND (job, trim(anchor, '${unseen}')) IN (SELECT job, trim(anchor, '${unseen}') FROM source_record GROUP BY 1, 2 HAVING count(*) = 1);
UPDATE staged_record SET anchor = trim(anchor, '${unseen}')
WHERE anchor <> trim(anchor, '${unseen}') AND trim(anchor, '${unseen}') <> ''
  AND (job, trim(anchor, '${unseen}')) IN (SELECT job, trim(anchor, '${unseen}') FROM staged_record GROUP BY 1, 2 HAVING count(*) = 1);
UPDATE given_name SET compared = trim(compared, '${unseen}')
WHERE compared <> trim(compared, '${unseen}') AND trim(compared, '${unseen}') <> ''
  AND (namespace, trim(compared, '${unseen}')) IN (SELECT namespace, trim(compared, '${unseen}') FROM given_name GROUP BY 1, 2 HAVING count(*) = 1);
DELETE FROM last_reading;
DELETE FROM identity_value;
DELETE FROM indexed_attribute;

-- When time alone may change which of several records of one person counts.
CREATE TABLE merge_due (
    identity_id BIGINT  NOT NULL PRIMARY KEY,
    due_at      ${text} NOT NULL
);
CREATE INDEX merge_due_at ON merge_due (due_at);
