-- What the source of a job had to be remembered for its next reading, in its connector's own words: how its files have always ended, say.
CREATE TABLE source_memory (
    job    ${text} NOT NULL PRIMARY KEY,
    memory TEXT    NOT NULL
);
