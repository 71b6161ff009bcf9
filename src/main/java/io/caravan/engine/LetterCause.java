package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * By what dead letters are put together for whoever reads them: the same outcome in the same words, whatever persons, values, ids and numbers
 * stand between these. Nothing is decided by it.
 */
public final class LetterCause {

    /** Quoted texts, and whatever has a digit, an @ or an = in it: values, addresses, ids, moments. */
    private static final Pattern PARTICULARS = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S*[\\d@=]\\S*");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    /** Shorter values stand in any sentence. */
    private static final int TELLING = 3;
    private static final int BYTES = 4;

    private LetterCause() {
    }

    /** Eight hexadecimal digits; the same for the same cause, in whatever job, process or installation. */
    public static String id(OutcomeKind outcome, String reason, Optional<Change> change, Collection<String> alsoOwn) {
        List<String> own = Stream.concat(change.map(LetterCause::own).orElse(Stream.empty()), alsoOwn.stream()).toList();
        return digest(outcome.word() + "\n" + words(reason, own));
    }

    /** Whether a text is written as ids of causes are. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The words of a message without what is particular to one change. */
    static String words(Change change, String message) {
        return words(message, own(change).toList());
    }

    private static String words(String message, List<String> own) {
        String text = message.toLowerCase(Locale.ROOT);
        for (String one : longestFirst(own)) {
            text = text.replace(one, " ");
        }
        return PARTICULARS.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    /** The change's own key, account and values. */
    private static Stream<String> own(Change change) {
        Stream<String> written = change.changes().stream().map(AttributeChange::after)
                .flatMap(value -> value instanceof Collection<?> several ? several.stream() : Stream.of(value).filter(Objects::nonNull))
                .filter(String.class::isInstance).map(String.class::cast);
        return Stream.of(Stream.of(change.identityKey()), change.anchor().stream(), change.members().stream().map(Change.Member::name), written).flatMap(each -> each);
    }

    /** One may be a part of another. */
    private static List<String> longestFirst(List<String> own) {
        return own.stream().filter(text -> text.length() >= TELLING).map(text -> text.toLowerCase(Locale.ROOT))
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
