package io.caravan.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The names that systems have for the attributes of a person, from {@code attribute-names.yaml}. */
final class AttributeNames {

    /** A name that is known, and how good a name for its attribute it is: 0 is best. */
    record Meaning(String attribute, int rank) {
    }

    private static final Map<String, Meaning> MEANINGS = read();

    private AttributeNames() {
    }

    /** What is meant by a name; empty for one that nobody can be sure of. */
    static Optional<Meaning> meaning(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
        return Optional.ofNullable(MEANINGS.get(plain(name))).or(() -> last.equals(name) ? Optional.empty() : Optional.ofNullable(MEANINGS.get(plain(last))));
    }

    static boolean means(String name, String attribute) {
        return meaning(name).filter(meaning -> meaning.attribute().equals(attribute)).isPresent();
    }

    /** Letters and digits alone, small, without accents. */
    static String plain(String name) {
        return Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** As a column with umlauts would be written without them. */
    private static String spelledOut(String name) {
        return plain(name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"));
    }

    @SuppressWarnings("unchecked") // our own file, and the test reads it
    private static Map<String, Meaning> read() {
        try (InputStream in = AttributeNames.class.getResourceAsStream("attribute-names.yaml")) {
            Map<String, Meaning> meanings = new LinkedHashMap<>();
            ((Map<String, List<String>>) new Load(LoadSettings.builder().build()).loadFromInputStream(in)).forEach((attribute, names) -> {
                for (int i = 0; i < names.size(); i++) {
                    Meaning meaning = new Meaning(attribute, i);
                    meanings.putIfAbsent(plain(names.get(i)), meaning);
                    meanings.putIfAbsent(spelledOut(names.get(i)), meaning);
                }
            });
            return Collections.unmodifiableMap(meanings);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
