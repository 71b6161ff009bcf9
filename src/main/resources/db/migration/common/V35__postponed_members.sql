-- Whom a target did not take into a group in all the tries of a cycle, and who waits for a later one.
CREATE TABLE postponed_member (
    job       ${text} NOT NULL,
    group_id  BIGINT  NOT NULL,
    member_id BIGINT  NOT NULL,
    basis     TEXT    NOT NULL,
    tries     BIGINT  NOT NULL,
    since     ${text} NOT NULL,
    last_at   ${text} NOT NULL,
    again_at  ${text} NOT NULL,
    reason    TEXT    NOT NULL,
    PRIMARY KEY (job, group_id, member_id)
) ${clustered};
