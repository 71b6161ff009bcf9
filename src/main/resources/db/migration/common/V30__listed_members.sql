-- What groups of a listing list that nobody is linked to yet; empty between cycles, as the listing is.
CREATE TABLE listed_members (
    job     ${text} NOT NULL,
    anchor  ${text} NOT NULL,
    members TEXT    NOT NULL,
    PRIMARY KEY (job, anchor)
);
