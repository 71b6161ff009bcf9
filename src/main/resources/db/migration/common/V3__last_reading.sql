-- Nobody asks for the values of an identity.
DROP INDEX identity_value_identity;

-- What the last complete reading of a job's source found, as long as nothing has been staged since: 64-bit numbers, big-endian, one after
-- the other through all parts; three for each record (io.caravan.cycle.KnownRecords).
CREATE TABLE last_reading (
    job     ${text}  NOT NULL,
    part    INTEGER  NOT NULL,
    numbers ${bytes} NOT NULL,
    PRIMARY KEY (job, part)
);
