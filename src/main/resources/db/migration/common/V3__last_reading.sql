-- Stores made by the first V1 that was published have an index that nobody asks.
DROP INDEX IF EXISTS identity_value_identity;

-- What the last complete reading of a job's source found: 64-bit numbers, big-endian, one after the other through all parts
-- (io.caravan.cycle.KnownRecords says which). An empty part -1: something has been staged since, and they may not be used.
CREATE TABLE last_reading (
    job     ${text}  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers ${bytes} NOT NULL,
    PRIMARY KEY (job, part)
);
