package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.Change;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells a refusal that concerns one person from one that meets everybody: when so many in a row are refused for one
 * cause, the target is that cause, and nobody's change is given up. Counts, in the order of the answers, what would become
 * a dead letter. Thread-safe.
 */
final class Refusals {

    /** One more than this in a row for one cause, and it is the target's. */
    static final int MOST_IN_A_ROW = 20;
    /** What a target says of a change it does not carry out. */
    static final Set<OutcomeKind> KINDS = EnumSet.of(OutcomeKind.CONFLICT, OutcomeKind.INVALID, OutcomeKind.FORBIDDEN, OutcomeKind.UNSUPPORTED,
            OutcomeKind.NOT_FOUND);
    /** What is said of who asks rather than of what was asked: believed of one person only when others get through. */
    private static final Set<OutcomeKind> OF_THE_CALLER = EnumSet.of(OutcomeKind.FORBIDDEN, OutcomeKind.UNSUPPORTED, OutcomeKind.NOT_FOUND);
    /** Quoted texts, and whatever has a digit, an @ or an = in it: values, addresses, ids, moments. */
    private static final Pattern PARTICULARS = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S*[\\d@=]\\S*");

    /** Shorter values stand in any sentence. */
    private static final int TELLING = 3;

    private OutcomeKind kind;
    private String words = "";
    private int ofThisKind;
    private int inTheseWords;
    private boolean somebodyGotThrough;
    private String cause = "";

    /** Somebody got through. */
    synchronized void passed() {
        somebodyGotThrough = true;
        kind = null;
        ofThisKind = 0;
        inTheseWords = 0;
    }

    /** Somebody was refused. */
    synchronized void refused(Change change, Outcome outcome) {
        String said = cause(change, outcome.message());
        inTheseWords = outcome.kind() == kind && said.equals(words) ? inTheseWords + 1 : 1;
        ofThisKind = outcome.kind() == kind ? ofThisKind + 1 : 1;
        kind = outcome.kind();
        words = said;
        if (cause.isEmpty() && (inTheseWords > MOST_IN_A_ROW || ofThisKind > MOST_IN_A_ROW && !somebodyGotThrough)) {
            cause = outcome.kind().word() + ": " + outcome.message();
        }
    }

    /** What the target refuses everybody with, in its own words; empty as long as it does not. */
    synchronized Optional<String> causeOfAll() {
        return Optional.of(cause).filter(text -> !text.isEmpty());
    }

    /** Whether it is not known yet whom a refusal of this kind concerns: nobody got through, or the row goes on. */
    synchronized boolean isOpen(OutcomeKind refused) {
        return refused == kind || isTheCallers(refused);
    }

    /** Whether, as far as this cycle knows, a refusal of this kind is about who asks. */
    synchronized boolean isTheCallers(OutcomeKind refused) {
        return OF_THE_CALLER.contains(refused) && !somebodyGotThrough;
    }

    /** The target's words without what is particular to one change. */
    private static String cause(Change change, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        for (String own : particulars(change)) {
            text = text.replace(own, " ");
        }
        return PARTICULARS.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    /** The change's own values, the longest first: one may be a part of another. */
    private static List<String> particulars(Change change) {
        Stream<String> written = change.changes().stream().map(AttributeChange::after).filter(String.class::isInstance).map(String.class::cast);
        return Stream.concat(Stream.concat(Stream.of(change.identityKey()), change.anchor().stream()), written)
                .filter(text -> text.length() >= TELLING).map(text -> text.toLowerCase(Locale.ROOT))
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }
}
