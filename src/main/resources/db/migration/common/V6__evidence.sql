-- A link whose account is missing keeps its anchor, so the account is still this identity's when it shows again; links are asked for by state.
DROP INDEX link_anchor;
CREATE INDEX link_anchor ON link (job, anchor, identity_id) WHERE state IN ('enabled', 'disabled', 'unmanaged', 'missing');
DROP INDEX link_state;
CREATE INDEX link_state ON link (job, state, identity_id);

-- Until now missing meant gone, and the anchor was thrown away. Everybody without one is looked at again.
UPDATE link SET state = 'gone', marked = TRUE WHERE state = 'missing';

-- An empty name, or one that two accounts share, is nobody's: such accounts are looked for by what is known of them.
UPDATE link SET state = 'in-doubt', anchor = NULL, marked = TRUE WHERE state IN ('enabled', 'disabled') AND trim(anchor) = '';
UPDATE link SET state = 'in-doubt', anchor = NULL, marked = TRUE
WHERE state IN ('enabled', 'disabled') AND (job, anchor) IN
    (SELECT job, anchor FROM link WHERE state IN ('enabled', 'disabled', 'unmanaged') GROUP BY job, anchor HAVING count(*) > 1);
