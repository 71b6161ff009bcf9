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
            "The file is missing, is not readable, or is not UTF-8 text.");

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
