-- Until when each report has told what was done.
CREATE TABLE report_told (
    report   ${text} PRIMARY KEY,
    until_at ${text} NOT NULL
);
