-- What somebody is to be told of, once for a reason, until it is over and that was told, too.
CREATE TABLE alert (
    reason  ${text} PRIMARY KEY,
    kind    ${text} NOT NULL,
    job     ${text} NOT NULL,
    words   TEXT    NOT NULL,
    next    TEXT    NOT NULL,
    count   BIGINT  NOT NULL,
    since   ${text} NOT NULL,
    told_at ${text},
    over_at ${text}
);
-- When somebody was told of any last: one row, or none.
CREATE TABLE alert_told (
    at ${text} NOT NULL
);
