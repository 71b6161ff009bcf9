package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the changes that are held.
 *
 * @param only     these people's, as they are listed, or of memberships these groups'; everybody's, when nobody is named
 * @param kinds    of these kinds; of all, when none is named
 * @param rejected what somebody has rejected, instead of what is held
 */
public record HeldChoice(List<String> only, List<String> kinds, boolean rejected) {

    /** A kind of its own for whoever chooses: an update that changes what the account is called. */
    private static final String RENAME = "rename";
    private static final List<String> KINDS = Stream.concat(Arrays.stream(ChangeKind.values()).map(ChangeKind::word), Stream.of(RENAME)).toList();

    public HeldChoice {
        only = List.copyOf(only);
        kinds = kinds.stream().map(kind -> kind.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * @throws Refusal when a kind is none, or nothing of somebody who is named, or of a kind, is there
     */
    void check(Map<OutboundJob, List<Change>> changes, OpenProject open) {
        kinds.stream().filter(kind -> !KINDS.contains(kind)).findFirst().ifPresent(unknown -> {
            throw new Refusal(Refusal.Kind.USAGE, "there is no kind of change '" + unknown + "'" + didYouMean(unknown, KINDS), "The kinds are: " + String.join(", ", KINDS));
        });
        List<String> people = changes.values().stream().flatMap(List::stream).flatMap(HeldChoice::named).distinct().toList();
        only.stream().filter(who -> !people.contains(who)).findFirst().ifPresent(unknown -> {
            throw new Refusal(Refusal.Kind.USAGE, "nothing of '" + unknown + "' is " + (rejected ? "rejected" : "held") + " there" + didYouMean(unknown, people),
                    "Name people and groups by their keys, as they are listed");
        });
        kinds.stream().filter(kind -> changes.entrySet().stream().noneMatch(job -> job.getValue().stream().anyMatch(change -> isOf(kind, change, object(open, job.getKey())))))
                .findFirst().ifPresent(none -> {
                    throw new Refusal(Refusal.Kind.USAGE, "no change of kind '" + none + "' is " + (rejected ? "rejected" : "held") + " there", "There are: "
                            + counts(changes.values().stream().flatMap(List::stream).toList()).entrySet().stream().map(kind -> Quantity.grouped(kind.getValue()) + " "
                            + kind.getKey()).collect(Collectors.joining(", ")));
                });
    }

    /** By what somebody may choose it: the person, and of a membership the group, too. */
    private static Stream<String> named(Change change) {
        return Stream.of(PlanView.who(change), change.identityKey());
    }

    private static String didYouMean(String unknown, Collection<String> known) {
        return Suggestion.nearest(unknown, known).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    boolean includes(OpenProject open, OutboundJob job, Change change) {
        return (only.isEmpty() || named(change).anyMatch(only::contains)) && (kinds.isEmpty() || kinds.stream().anyMatch(kind -> isOf(kind, change, object(open, job))));
    }

    /** In words, as they are typed; empty for all. */
    public String words() {
        return (only.isEmpty() ? "" : " --only " + only.stream().map(who -> who.matches("[\\w.@:-]+") ? who : "'" + who + "'").collect(Collectors.joining(" "))) + (kinds.isEmpty() ? "" : " --kind " + String.join(",", kinds)) + (rejected ? " --rejected" : "");
    }

    private static boolean isOf(String kind, Change change, ObjectSpec object) {
        return kind.equals(RENAME) ? change.kind() != ChangeKind.CREATE && object.renamedBy().filter(name -> change.changes().stream().anyMatch(one -> one.name().equals(name))).isPresent()
                : change.kind().word().equals(kind);
    }

    static ObjectSpec object(OpenProject open, OutboundJob job) {
        return open.project().systems().get(job.system()).connector().objects().get(job.object());
    }

    /** How many, by kind. */
    static Map<String, Long> counts(List<Change> changes) {
        return changes.stream().collect(Collectors.groupingBy(change -> change.kind().word(), TreeMap::new, Collectors.counting()));
    }
}
