-- One row: which store this is, and a secret by which a saved plan that it handed out is known again.
CREATE TABLE seal (
    store  TEXT NOT NULL,
    secret TEXT NOT NULL
);
INSERT INTO seal (store, secret) VALUES (${random}, ${random} || ${random});

-- Where somebody was left behind: read (a source record that was rejected), resolve (one that found no identity, or whose
-- mapping failed) or dispatch (a change that the target refused).
ALTER TABLE dead_letter ADD COLUMN step ${text} DEFAULT 'dispatch' NOT NULL;
UPDATE dead_letter SET step = 'read' WHERE change IS NULL;
