-- What lets us into systems and ends: who says so (declared, settings, system), and at how many days ahead somebody was told last.
CREATE TABLE credential_end (
    system    ${text} NOT NULL,
    what      ${text} NOT NULL,
    said_by   ${text} NOT NULL,
    began_at  ${text},
    ends_at   ${text} NOT NULL,
    told_days BIGINT,
    PRIMARY KEY (system, what)
);
