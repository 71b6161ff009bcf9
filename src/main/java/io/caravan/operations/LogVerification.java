package io.caravan.operations;

import io.caravan.engine.LogStore.Checkpoint;
import io.caravan.engine.LogStore.Verification;
import java.util.Optional;

/**
 * Whether the provisioning log is whole.
 *
 * @param entries  how many there are
 * @param brokenAt the first entry that was changed, removed or slipped in
 * @param lastHash what to write down elsewhere, to be able to prove later that nothing was cut off at the end
 * @param cut      what was cut off at the beginning; the log says the same, or it is not whole
 */
public record LogVerification(long entries, boolean whole, Optional<Long> brokenAt, String lastHash, Optional<CutOff> cut) {

    /**
     * What was cut off the log's beginning.
     *
     * @param entries so many entries there had been; the log goes on with the next number
     * @param hash    of the last of them
     * @param from    when the first of them was written
     * @param to      when the last of them was written
     * @param before  there is everything from this moment on
     * @param carried how many of them were kept, because an account still stands as they say
     */
    public record CutOff(long entries, String hash, String from, String to, String before, long carried) {

        static CutOff of(Checkpoint made) {
            return new CutOff(made.entries(), made.hash(), made.from().toString(), made.to().toString(), made.before().toString(), made.carried());
        }
    }

    /** Of a log that has its beginning. */
    public LogVerification(long entries, boolean whole, Optional<Long> brokenAt, String lastHash) {
        this(entries, whole, brokenAt, lastHash, Optional.empty());
    }

    /** Recomputes the log's chain of hashes. */
    public static LogVerification of(OpenProject project) {
        return of(project.store().log().verify());
    }

    public static LogVerification of(Verification verification) {
        return new LogVerification(verification.entries(), verification.brokenAt().isEmpty(),
                verification.brokenAt().stream().boxed().findFirst(), verification.lastHash(), verification.cut().map(CutOff::of));
    }

    /** The number of the last entry. */
    long last() {
        return cut.map(CutOff::entries).orElse(0L) + entries;
    }

    /** What is wrong, in words. */
    public String what(long broken) {
        return cut.filter(off -> broken <= off.entries()).isPresent() ? "what was cut off before entry " + (cut.get().entries() + 1) + " is not what the log says of it"
                : "entry " + broken + " is not what was written";
    }
}
