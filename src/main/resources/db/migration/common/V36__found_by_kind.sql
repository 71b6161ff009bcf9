-- By what subjects are found is of one kind each: what groups are found by need not be kept of a million people. Built anew with the next cycle.
DELETE FROM subject_value;
DROP TABLE indexed_attribute;
CREATE TABLE indexed_attribute (
    kind ${text} NOT NULL,
    name ${text} NOT NULL,
    PRIMARY KEY (kind, name)
);

-- How many accounts of a job are open: counted with each change of a link, in its transaction.
CREATE TABLE open_accounts (
    job      ${text} NOT NULL PRIMARY KEY,
    accounts BIGINT  NOT NULL
);
INSERT INTO open_accounts (job, accounts) SELECT job, count(*) FROM link WHERE state = 'enabled' GROUP BY job;
