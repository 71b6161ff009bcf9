-- What records of sources say about who is in which group, in the source's words, and whom that means in the hub.
CREATE TABLE membership_claim (
    job          ${text} NOT NULL,
    anchor       ${text} NOT NULL,
    group_name   ${text} NOT NULL,
    member_name  ${text} NOT NULL,
    group_id     BIGINT,
    member_id    BIGINT,
    starts_at    ${text},
    ends_at      ${text},
    PRIMARY KEY (job, anchor, group_name, member_name)
) ${clustered};
CREATE INDEX membership_claim_pair ON membership_claim (group_id, member_id);
CREATE INDEX membership_claim_open ON membership_claim (job, anchor, group_name, member_name) WHERE group_id IS NULL OR member_id IS NULL;
CREATE INDEX membership_claim_end ON membership_claim (ends_at) WHERE ends_at IS NOT NULL;

-- What is to become of them, until it is resolved.
CREATE TABLE staged_claim (
    job          ${text} NOT NULL,
    anchor       ${text} NOT NULL,
    group_name   ${text} NOT NULL,
    member_name  ${text} NOT NULL,
    waits        ${text} NOT NULL,
    PRIMARY KEY (job, anchor, group_name, member_name)
) ${clustered};
