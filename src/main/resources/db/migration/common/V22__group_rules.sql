-- Which groups a rule has, and whether it made them.
CREATE TABLE rule_group (
    rule     ${text}  NOT NULL,
    group_id BIGINT   NOT NULL REFERENCES subject (id),
    made     BOOLEAN  NOT NULL,
    filled   BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_id)
)${clustered};
CREATE INDEX rule_group_group ON rule_group (group_id);

-- Who is to join or leave a group by a rule, and has not yet. What stands here when nothing runs is held.
CREATE TABLE rule_waiting (
    rule      ${text}  NOT NULL,
    group_key ${text}  NOT NULL,
    joins     BOOLEAN  NOT NULL,
    member_id BIGINT   NOT NULL,
    urgent    BOOLEAN  NOT NULL,
    PRIMARY KEY (rule, group_key, joins, member_id)
)${clustered};
CREATE INDEX rule_waiting_member ON rule_waiting (member_id);

-- What members say of the group that they are in, where a rule makes that of people.
CREATE TABLE rule_says (
    rule       ${text} NOT NULL,
    group_key  ${text} NOT NULL,
    member_id  BIGINT  NOT NULL,
    attributes ${text} NOT NULL,
    PRIMARY KEY (rule, group_key, member_id)
)${clustered};
CREATE INDEX rule_says_attributes ON rule_says (rule, group_key, attributes);

-- What a rule cannot decide: of somebody, or (member 0) of a group.
CREATE TABLE rule_problem (
    rule      ${text} NOT NULL,
    member_id BIGINT  NOT NULL,
    group_key ${text} NOT NULL,
    message   TEXT    NOT NULL,
    PRIMARY KEY (rule, member_id, group_key)
)${clustered};
CREATE INDEX rule_problem_member ON rule_problem (member_id);

-- When time alone may change in which groups somebody is.
CREATE TABLE rule_due (
    member_id BIGINT  NOT NULL PRIMARY KEY,
    due_at    ${text} NOT NULL
)${clustered};
CREATE INDEX rule_due_moment ON rule_due (due_at);
