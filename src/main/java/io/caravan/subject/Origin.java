package io.caravan.subject;

import java.util.Locale;
import java.util.Objects;

/**
 * Who said that a subject has something: is in a group, is assigned to an application. What has several origins ends with the last of them.
 *
 * @param name the job, the rule's file, the operator; never empty
 */
public record Origin(By by, String name) {

    /** What kind of thing said it. */
    public enum By {
        /** A job that reads a system. */
        SOURCE,
        /** A file that derives it from attributes. */
        RULE,
        /** Somebody at the command line. */
        OPERATOR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Origin {
        Objects.requireNonNull(by, "by");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an origin needs a name");
        }
    }

    public static Origin source(String job) {
        return new Origin(By.SOURCE, job);
    }

    public static Origin rule(String file) {
        return new Origin(By.RULE, file);
    }

    public static Origin operator(String name) {
        return new Origin(By.OPERATOR, name);
    }

    /** {@code source hr-groups} as it is stored. @throws IllegalArgumentException when it is none */
    public static Origin of(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no origin");
        }
        return new Origin(By.valueOf(text.substring(0, space).toUpperCase(Locale.ROOT)), text.substring(space + 1));
    }

    /** As it is stored and shown: {@code source hr-groups}. */
    @Override
    public String toString() {
        return by.word() + " " + name;
    }
}
