-- Which day a date means is decided otherwise than before: every record is resolved once more.
UPDATE job_state SET fingerprint = 'before V11' WHERE fingerprint <> '' AND job IN (SELECT job FROM source_record);
