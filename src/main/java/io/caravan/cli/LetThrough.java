package io.caravan.cli;

import io.caravan.operations.ReadingApprovals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What somebody who has looked lets through in the readings, and in the groups, of one run. */
final class LetThrough {

    private static final Pattern COUNTED = Pattern.compile("(.+)=(\\d{1,18})", Pattern.DOTALL);

    @Option(names = "--let-vanish", paramLabel = "ATTRIBUTE=COUNT", split = ",",
            description = "Let these attributes of a source vanish from so many people, or accounts of a target have another value of them than they had: you have looked, and it is right. Without a count from as many as there are.")
    private Set<String> vanish = Set.of();

    @Option(names = "--let-shrink", paramLabel = "JOB=COUNT", split = ",",
            description = "Let so many records be missing from what this job reads, in this run alone: you have looked, and it is right.")
    private Map<String, Long> shrink = Map.of();

    @Option(names = "--let-new", paramLabel = "KEY", split = ",",
            description = "These new records are somebody else's, though their keys are written like those of missing ones: you have looked, and it is right.")
    private Set<String> others = Set.of();

    @Option(names = "--let-join", paramLabel = "GROUP=COUNT", split = ",",
            description = "Let so many join this group by its rule, or be assigned by this file of assignments/, in this run alone: you have looked, and it is right.")
    private Map<String, Long> join = Map.of();

    @Option(names = "--let-leave", paramLabel = "GROUP=COUNT", split = ",",
            description = "Let so many leave this group by its rule, or not be assigned any more by this file of assignments/, in this run alone: you have looked, and it is right.")
    private Map<String, Long> leave = Map.of();

    ReadingApprovals approvals() {
        Map<String, Long> counts = new LinkedHashMap<>();
        vanish.forEach(one -> {
            Matcher counted = COUNTED.matcher(one);
            counts.put(counted.matches() ? counted.group(1) : one, counted.matches() ? Long.parseLong(counted.group(2)) : Long.MAX_VALUE);
        });
        return new ReadingApprovals(counts, shrink, others, join, leave);
    }
}
