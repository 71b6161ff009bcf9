package io.caravan.diagnostic;

/**
 * Every kind of problem in a file, with the code that is printed and the explanation that the reference page
 * {@code docs/reference/error-codes.md} is generated from. Codes are never reused. One letter group per kind of file:
 * {@code YML} the YAML itself, {@code MAP} mappings, {@code EXP} expressions, {@code CON} connectors, {@code SET} settings.
 */
public enum ProblemCode {
    NOT_YAML("YML001", "The file is not valid YAML",
            "Caravan could not parse the file at all. Everything after this place is unread."),
    DUPLICATE_KEY("YML002", "A key stands twice",
            "The same key is given twice in one block, so one of the two values would be silently lost."),
    UNREADABLE_FILE("YML003", "The file cannot be read",
            "The file is missing, is not readable, or is not UTF-8 text."),

    EXPRESSION_SYNTAX("EXP001", "The expression cannot be read",
            "A bracket, a quote or an operand is missing or stands in the wrong place."),
    EXPRESSION_UNKNOWN_FUNCTION("EXP002", "There is no such function",
            "The name before the bracket is not a function of the expression language; docs/reference/functions.md lists them all."),
    EXPRESSION_UNKNOWN_ATTRIBUTE("EXP003", "The source declares no such attribute",
            "The name in ${body[…]} is not an attribute of the source, so it would be absent for everyone and the value never be set."),
    EXPRESSION_UNKNOWN_NAME("EXP004", "There is no such name in the mapping",
            "A bare ${name} is a define or another attribute of the same mapping, and this mapping has none of that name. "
            + "An attribute of the source is ${body[name]}."),
    EXPRESSION_REFUSED("EXP005", "The expression would reach outside",
            "Expressions see the record they are computed from and nothing else: no exchange, no Java, no environment, no files. "
            + "Whatever comes from outside belongs into a route, a lookup table or a setting."),
    EXPRESSION_ARGUMENTS("EXP006", "A function has the wrong arguments",
            "Too few or too many arguments, or one that must be a constant of a certain kind and is not."),
    EXPRESSION_UNKNOWN_TABLE("EXP007", "The mapping has no such lookup table",
            "lookup(…) names a table that the mapping does not declare."),
    EXPRESSION_PATTERN("EXP008", "The pattern is not valid",
            "A regular expression or a date pattern given as a constant cannot be used."),
    EXPRESSION_OPERATOR("EXP009", "The operator cannot be used here",
            "The operator is unknown, is not allowed in a mapping, or lacks the spaces around it that Simple wants."),
    EXPRESSION_TOO_COMPLEX("EXP010", "The expression is too long or too deep",
            "Expressions are limited to 10,000 characters and 32 levels of nesting. A define gives a part of it a name."),
    EXPRESSION_NOT_A_CONDITION("EXP011", "A condition is expected here",
            "A scope or a test must be true or false: a comparison, or a function that answers true or false.");

    private final String code;
    private final String title;
    private final String explanation;

    ProblemCode(String code, String title, String explanation) {
        this.code = code;
        this.title = title;
        this.explanation = explanation;
    }

    /** The code as printed, such as {@code MAP003}. */
    public String code() {
        return code;
    }

    /** One line: what is wrong. */
    public String title() {
        return title;
    }

    /** One paragraph for the reference page: why it is refused and what to do. */
    public String explanation() {
        return explanation;
    }
}
