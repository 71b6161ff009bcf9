package io.caravan.engine;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.Change;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

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

    private final boolean probes;
    private OutcomeKind kind;
    private String words = "";
    private int ofThisKind;
    private int inTheseWords;
    private boolean somebodyGotThrough;
    private String cause = "";

    /** @param probes whether the target is suspected already: nothing it says is believed of one person before somebody gets through */
    Refusals(boolean probes) {
        this.probes = probes;
    }

    /** Somebody got through. */
    synchronized void passed() {
        somebodyGotThrough = true;
        kind = null;
        ofThisKind = 0;
        inTheseWords = 0;
    }

    /** Somebody was refused. */
    synchronized void refused(Change change, Outcome outcome) {
        String said = LetterCause.words(change, outcome.message());
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
        return (probes || OF_THE_CALLER.contains(refused)) && !somebodyGotThrough;
    }
}
