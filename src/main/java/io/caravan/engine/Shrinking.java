package io.caravan.engine;

import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who of the records that are known is missing from a complete reading, who is new in it, and whether that is too much to be believed: half a
 * file, another file, or the same under other keys. An operator may let through as many as were counted, and whoever was named.
 */
final class Shrinking {

    private static final int NAMED = 5;

    private final InboundJob job;
    private final String key;
    private final long before;
    private final long now;
    private final List<String> missing = new ArrayList<>();
    private final List<String> newcomers = new ArrayList<>();

    /**
     * @param key    what identifies a record
     * @param before how many records the last full reading had; none, or fewer, when there was none
     */
    Shrinking(InboundJob job, String key, KnownRecords known, HubStore hub, long before) {
        this.job = job;
        this.key = key;
        this.before = Math.max(0, before);
        this.now = known.seen();
        if (known.missesSome()) {
            hub.eachRecordHash(job.name(), (anchor, hash, staged) -> {
                long text = RecordHash.ofText(anchor);
                if (!known.isSeen(text)) {
                    missing.add(anchor);
                } else if (staged && !known.isKnown(text)) {
                    newcomers.add(anchor);
                }
            });
        }
    }

    /**
     * What comes of it.
     *
     * @param refusal    why the reading does not stand, in words, with what an operator may do; empty when it stands
     * @param notNew     who is not new then, but somebody who is known, perhaps
     * @param letThrough what would have been a refusal, in words, had nobody let it through
     * @param missing    of a refusal that somebody may overrule, how many records would have to be let through; 0: none
     * @param others     and the keys of which new records
     */
    record Judgement(Optional<String> refusal, List<String> notNew, List<String> letThrough, long missing, Set<String> others) {

        private static Judgement refused(String why, List<String> notNew, long missing, Set<String> others) {
            return new Judgement(Optional.of(why), notNew, List.of(), missing, others);
        }
    }

    List<String> missing() {
        return missing;
    }

    /** @param rowsAreClear whether of each row that could not be used it is known whose it is: then none of them is one of the missing */
    Judgement judge(ReadingApproval approval, boolean rowsAreClear) {
        List<String> letThrough = new ArrayList<>();
        Optional<String> smaller = muchSmaller();
        Optional<String> tooMany = smaller.or(this::others);
        if (tooMany.isPresent() && !(rowsAreClear && gone() <= approval.missing())) {
            String right = smaller.isPresent() || newcomers.isEmpty() ? "it is right" : "they really are others";
            return Judgement.refused(tooMany.get() + (rowsAreClear ? next(approval, right) : ""), smaller.isPresent() ? List.of() : newcomers,
                    rowsAreClear ? gone() : 0, Set.of());
        }
        tooMany.ifPresent(letThrough::add);
        Map<String, String> respelt = respelt();
        Map<String, String> refused = new LinkedHashMap<>(respelt);
        refused.keySet().removeAll(approval.others());
        if (!refused.isEmpty()) {
            return Judgement.refused(text(refused) + ". Write it as before. Nobody is taken for gone, and nobody for new. If it really is somebody else: caravan sync "
                    + job.name() + " --let-new " + refused.keySet().stream().limit(NAMED).collect(Collectors.joining(",")), newcomers, tooMany.isPresent() ? gone() : 0, respelt.keySet());
        }
        if (!respelt.isEmpty()) {
            letThrough.add(text(respelt));
        }
        return new Judgement(Optional.empty(), List.of(), letThrough, 0, Set.of());
    }

    /** How many are gone, should this be believed; also some of which nothing could be used. */
    private long gone() {
        return Math.max(missing.size(), before - now);
    }

    /** That there are much fewer than before, in words. */
    private Optional<String> muchSmaller() {
        return now >= before * (1 - job.completeness().maxShrink()) ? Optional.empty()
                : Optional.of("the source has " + now + " records where the last full read had " + before + "; fewer by more than completeness.maxShrink ("
                + job.file() + "). Nobody is taken for gone");
    }

    /** That too many are others, in words, however many there are; then nothing comes of the newcomers either, who would get a second account each. */
    private Optional<String> others() {
        return before == 0 || missing.size() <= before * job.completeness().maxShrink() ? Optional.empty()
                : Optional.of(missing.size() + " of the " + before + " records of the last full read are not in this one, and " + newcomers.size()
                + " are new: more than completeness.maxShrink (" + job.file() + ")." + (newcomers.isEmpty() ? "" : " Has " + key + ", which identifies them, changed?")
                + " Nobody is taken for gone, and nobody for new");
    }

    private String next(ReadingApproval approval, String right) {
        return (approval.missing() > 0 ? "; " + approval.missing() + " were let through, and " + gone() + " are missing" : "")
                + ". If " + right + ": caravan sync " + job.name() + " --let-shrink " + job.name() + "=" + gone();
    }

    /** By new key, the missing one that it may be, written another way. */
    private Map<String, String> respelt() {
        return before == 0 || job.completeness().maxShrink() >= 1 ? Map.of() : RespeltKeys.among(missing, newcomers);
    }

    private String text(Map<String, String> respelt) {
        return respelt.entrySet().stream().limit(NAMED).map(one -> "\"" + one.getValue() + "\" is not in this reading, and \"" + one.getKey() + "\" is new")
                .collect(Collectors.joining("; ")) + (respelt.size() > NAMED ? "; and " + (respelt.size() - NAMED) + " more" : "") + ": the same " + key
                + ", written another way";
    }
}
