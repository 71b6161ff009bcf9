package io.caravan.mapping;

import io.caravan.subject.Kind;

/** A folder of rules, and what its rules put people into. The name of a rule tells its folder, also when its file is gone. */
public enum RuleFolder {
    /** Rules are called like their files, without the ending. */
    GROUPS("groups", Kind.GROUP),
    /** Rules are called {@code assignments/NAME.yaml}, so that they stand beside a group's rule of the same name. */
    ASSIGNMENTS("assignments", Kind.APPLICATION);

    private static final String ENDING = ".yaml";

    private final String folder;
    private final Kind kind;

    RuleFolder(String folder, Kind kind) {
        this.folder = folder;
        this.kind = kind;
    }

    /** In the project's folder. */
    public String folder() {
        return folder;
    }

    /** What whoever a rule is about becomes a member of. */
    public Kind kind() {
        return kind;
    }

    /** The folder of a rule. */
    public static RuleFolder of(String rule) {
        return rule.startsWith(ASSIGNMENTS.folder + "/") ? ASSIGNMENTS : GROUPS;
    }

    /** What the rule of a file is called. @param name the file's, without its ending */
    public String rule(String name) {
        return this == ASSIGNMENTS ? file(folder, name) : name;
    }

    /** The file of a rule, whether it is there or not: {@code groups/engineers.yaml}. */
    public static String file(String rule) {
        return of(rule) == ASSIGNMENTS ? rule : file(GROUPS.folder, rule);
    }

    private static String file(String folder, String name) {
        return folder + "/" + name + ENDING;
    }
}
