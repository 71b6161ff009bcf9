package io.caravan.cycle;

import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who of the records that are known is missing from a complete reading, who is new in it, and whether that is too much to be believed: half a
 * file, another file, or the same under other keys. An operator may let through as many as were counted.
 */
final class Shrinking {

    private final InboundJob job;
    private final long before;
    private final long now;
    private final List<String> missing = new ArrayList<>();
    private final List<String> newcomers = new ArrayList<>();

    /** @param before how many records the last full reading had; none, or fewer, when there was none */
    Shrinking(InboundJob job, KnownRecords known, HubStore hub, long before) {
        this.job = job;
        this.before = Math.max(0, before);
        this.now = known.seen();
        if (known.missesSome()) {
            hub.eachRecordHash(job.name(), (anchor, hash, staged) -> {
                long key = RecordHash.ofText(anchor);
                if (!known.isSeen(key)) {
                    missing.add(anchor);
                } else if (staged && !known.isKnown(key)) {
                    newcomers.add(anchor);
                }
            });
        }
    }

    List<String> missing() {
        return missing;
    }

    List<String> newcomers() {
        return newcomers;
    }

    /** How many are gone, should this be believed; also some of which nothing could be used. */
    private long gone() {
        return Math.max(missing.size(), before - now);
    }

    /** That there are much fewer than before, in words. */
    Optional<String> muchSmaller() {
        return now >= before * (1 - job.completeness().maxShrink()) ? Optional.empty()
                : Optional.of("the source has " + now + " records where the last full read had " + before + "; fewer by more than completeness.maxShrink ("
                + job.file() + "). Nobody is taken for gone");
    }

    /** That too many are others, in words, however many there are; then nothing comes of the newcomers either, who would get a second account each. */
    Optional<String> others(String key) {
        return before == 0 || missing.size() <= before * job.completeness().maxShrink() ? Optional.empty()
                : Optional.of(missing.size() + " of the " + before + " records of the last full read are not in this one, and " + newcomers.size()
                + " are new: more than completeness.maxShrink (" + job.file() + ")." + (newcomers.isEmpty() ? "" : " Has " + key + ", which identifies them, changed?")
                + " Nobody is taken for gone, and nobody for new");
    }

    /** That a key has come back written another way, in words. */
    Optional<String> respelt(String key) {
        return before == 0 || job.completeness().maxShrink() >= 1 ? Optional.empty() : RespeltKeys.among(missing, newcomers).map(found -> found + ": the same " + key
                + ", written another way. Write it as before; if it really is somebody else, read once with completeness.maxShrink: 100% (" + job.file()
                + "). Nobody is taken for gone, and nobody for new");
    }

    boolean isLetThrough(ReadingApproval approval) {
        return gone() <= approval.missing();
    }

    /** What an operator may do who has found it to be right. */
    String next(ReadingApproval approval) {
        return (approval.missing() > 0 ? "; " + approval.missing() + " were let through, and " + gone() + " are missing" : "")
                + ". If it is right: caravan sync " + job.name() + " --let-shrink " + job.name() + "=" + gone();
    }
}
