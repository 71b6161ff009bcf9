-- How often each job was taken. A lease that was given back stays as a row without an owner, so that the number goes on rising.
ALTER TABLE job_lease ADD COLUMN fence BIGINT NOT NULL DEFAULT 0;

-- The moment a job last evaluated identities for: when it is earlier now, the clock has been put back, and everybody is looked at again.
ALTER TABLE job_state ADD COLUMN evaluated_at ${text};
