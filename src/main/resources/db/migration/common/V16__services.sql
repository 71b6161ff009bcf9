-- Processes that run jobs by themselves, as long as they are heard of.
CREATE TABLE service (
    owner      ${text} NOT NULL PRIMARY KEY,
    started_by TEXT    NOT NULL,
    started_at ${text} NOT NULL,
    seen_at    ${text} NOT NULL
);

-- Systems that have refused the credentials they were given, until they accept some.
CREATE TABLE refused_credentials (
    system     ${text} NOT NULL PRIMARY KEY,
    setting    TEXT    NOT NULL,
    since      ${text} NOT NULL,
    last_at    ${text} NOT NULL,
    tries      BIGINT  NOT NULL,
    again_at   ${text} NOT NULL,
    given      TEXT    NOT NULL
);
