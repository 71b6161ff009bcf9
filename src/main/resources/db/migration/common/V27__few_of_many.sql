-- Records that found no identity are looked for whenever there may be one by now: that is asked often, and is about few of many.
CREATE INDEX source_record_unassigned ON source_record (job, anchor) WHERE subject_id IS NULL;
