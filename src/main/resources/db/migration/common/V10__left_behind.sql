-- Who is left behind is counted at the end of every cycle.
CREATE INDEX link_problem ON link (job, identity_id) WHERE problem IS NOT NULL;
