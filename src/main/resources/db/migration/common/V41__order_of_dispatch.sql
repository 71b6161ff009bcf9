-- Whose change it is stands in the index: the order in which those who refer to each other go is made of that, before the first of them is sent.
DROP INDEX planned_change_next;
CREATE INDEX planned_change_next ON planned_change (job, dispatch_order, id, subject_id) WHERE NOT held;
