-- What stands beside a record: what it said before it said what is true only from a later day on; or in its place, while nothing can be made of it.
CREATE TABLE kept_record (
    job         ${text} NOT NULL,
    anchor      ${text} NOT NULL,
    stands      ${text} NOT NULL,
    attributes  TEXT    NOT NULL,
    contributed TEXT    NOT NULL,
    not_before  TEXT,
    PRIMARY KEY (job, anchor, stands)
) ${clustered};

INSERT INTO kept_record (job, anchor, stands, attributes, contributed)
SELECT job, anchor, 'before', attributes, contributed FROM earlier_record;

DROP TABLE earlier_record;
