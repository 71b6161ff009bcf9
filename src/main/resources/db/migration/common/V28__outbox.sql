-- What is to be told to a route, from the transaction that made it true until a route has taken it.
CREATE TABLE outbox (
    id           BIGINT  PRIMARY KEY,
    event_id     ${text} NOT NULL,
    event        ${text} NOT NULL,
    at           ${text} NOT NULL,
    subject_kind ${text} NOT NULL,
    subject_key  ${text} NOT NULL,
    body         TEXT    NOT NULL,
    tries        INTEGER NOT NULL,
    next_at      ${text} NOT NULL
);
CREATE INDEX outbox_next ON outbox (next_at, id);
INSERT INTO counter (name, value) VALUES ('outbox', 0);

-- Where each person stood when events were looked for last.
CREATE TABLE watched_person (
    subject_id BIGINT  PRIMARY KEY,
    state      ${text} NOT NULL,
    has_left   BOOLEAN NOT NULL,
    known      TEXT    NOT NULL,
    start_told ${text} NOT NULL,
    end_told   ${text} NOT NULL,
    look_at    ${text}
);
CREATE INDEX watched_person_look ON watched_person (look_at) WHERE look_at IS NOT NULL;

-- How far that has come: one row, or none before the first look.
CREATE TABLE watch_mark (
    version    BIGINT  NOT NULL,
    begun      BOOLEAN NOT NULL,
    ends_until ${text}
);
