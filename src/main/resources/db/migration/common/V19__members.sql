-- Who is in which group of a job's target, by the name that the group lists: as it was written, or met there.
-- name_key: the name as names are compared in that target.
-- member_id is null for a stranger. state: ours (we put it there, or it is there as its origins say), unseen (we put it there, and the target does not show it), stranger.
CREATE TABLE account_member (
    job       ${text}  NOT NULL,
    group_id  BIGINT   NOT NULL,
    name_key  ${text}  NOT NULL,
    member_id BIGINT,
    state     ${text}  NOT NULL,
    name      TEXT     NOT NULL,
    PRIMARY KEY (job, group_id, name_key)
) ${clustered};
CREATE INDEX account_member_of ON account_member (member_id, job) WHERE member_id IS NOT NULL;
CREATE INDEX account_member_strangers ON account_member (job, group_id) WHERE state = 'stranger';

-- Memberships that a job of groups has to look at: something about them has changed.
CREATE TABLE membership_due (
    job       ${text} NOT NULL,
    group_id  BIGINT  NOT NULL,
    member_id BIGINT  NOT NULL,
    PRIMARY KEY (job, group_id, member_id)
) ${clustered};

-- Whose accounts are the members of a job's groups: what happens to those is noted for that job.
CREATE TABLE member_job (
    job         ${text} NOT NULL,
    members_job ${text} NOT NULL,
    PRIMARY KEY (members_job, job)
) ${clustered};

CREATE INDEX membership_starts ON membership (starts_at) WHERE starts_at IS NOT NULL;
CREATE INDEX membership_ends ON membership (ends_at) WHERE ends_at IS NOT NULL;

-- A dead letter of a membership is about the member and the group; 0: about no group.
ALTER TABLE dead_letter ADD COLUMN group_id BIGINT DEFAULT 0 NOT NULL;
DROP INDEX dead_letter_identity;
CREATE UNIQUE INDEX dead_letter_identity ON dead_letter (job, subject_id, group_id) WHERE subject_id IS NOT NULL;
