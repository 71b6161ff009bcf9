-- What a record said before it said what is true only from a later day on: it counts until then, and again should the clock be put back.
CREATE TABLE earlier_record (
    job         ${text} NOT NULL,
    anchor      ${text} NOT NULL,
    attributes  TEXT    NOT NULL,
    contributed TEXT    NOT NULL,
    PRIMARY KEY (job, anchor)
) ${clustered};
