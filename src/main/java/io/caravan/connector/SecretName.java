package io.caravan.connector;

import java.util.List;
import java.util.Locale;

/** What is called so is shown of nobody: by its name, where nobody declares it a secret. Rather one value too few. */
public final class SecretName {

    private static final List<String> WORDS = List.of("password", "passwd", "pwd", "secret", "token", "hash", "passphrase", "privatekey", "apikey", "pin", "ssn", "iban");

    private SecretName() {
    }

    /** Whether a value of this name is to be kept secret. */
    public static boolean is(String name) {
        List<String> words = List.of(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        String whole = String.join("", words);
        return WORDS.stream().anyMatch(word -> words.contains(word) || word.length() > 4 && whole.contains(word));
    }
}
