-- By what other systems show who they are: only the hash of each token.
CREATE TABLE access_token (
    name       ${text} NOT NULL PRIMARY KEY,
    hash       ${text} NOT NULL UNIQUE,
    system     ${text} NOT NULL,
    created_by TEXT    NOT NULL,
    created_at ${text} NOT NULL,
    until_at   ${text}
) ${clustered};
