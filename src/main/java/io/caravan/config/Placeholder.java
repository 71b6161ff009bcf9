package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import java.util.regex.Pattern;

/** Camel's property placeholders, {@code {{env:NAME}}} and the like: recognised, never resolved here. */
final class Placeholder {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    private Placeholder() {
    }

    /** Whether there is one in the text, so that nobody can say yet what it will be. */
    static boolean in(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    /** Whether the text is nothing but one. */
    static boolean whole(String text) {
        return PLACEHOLDER.matcher(text.strip()).matches();
    }

    /** The value is not repeated: it is a secret. */
    static Problem literalSecret(PropertiesText.Entry entry) {
        return Problem.error(ProblemCode.LITERAL_SECRET, entry.keyPosition(), "\"" + entry.key() + "\" holds a secret in plain text",
                "a placeholder: {{env:NAME}}, {{file:PATH}} or one of a Camel vault",
                "put the secret into the environment and write {{env:" + variable(entry.key()) + "}}");
    }

    /** {@code caravan.systems.corp-ldap.bindPassword} → {@code CORP_LDAP_BIND_PASSWORD}. */
    private static String variable(String key) {
        return key.replaceFirst("^caravan\\.(systems\\.)?", "").replaceAll("([a-z])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(java.util.Locale.ROOT);
    }
}
