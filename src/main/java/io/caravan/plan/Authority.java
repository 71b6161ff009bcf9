package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.Lifecycle;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Merges what is said about one identity. Of several records in one source one counts, with all it says ({@link RecordChoice}).
 * Between sources, for each attribute the one with the highest authority that has a value wins; between equals, the job whose name
 * comes first. Status and dates come from one record: where several sources that make people give them, from the one with the
 * higher authority, else from the one where the person is active. Thread-safe.
 */
public final class Authority {

    /** What a record says about when its person is there; only together do they make sense. */
    private static final Set<String> EMPLOYMENT = Set.of(Lifecycle.STATUS, Lifecycle.START_DATE, Lifecycle.END_DATE, Lifecycle.LAST_WORKING_DAY,
            Lifecycle.LEAVE_FROM, Lifecycle.LEAVE_UNTIL);

    /** A source that gives one of these says by itself whether its people are still there. */
    private static final Set<String> ENDING = Set.of(Lifecycle.STATUS, Lifecycle.END_DATE, Lifecycle.LAST_WORKING_DAY);
    private static final Set<String> LEAVE = Set.of(Lifecycle.LEAVE_FROM, Lifecycle.LEAVE_UNTIL);

    private final Map<String, InboundJob> jobs = new HashMap<>();
    private final ZoneId zone;

    /** @param zone for people who have none of their own */
    public Authority(List<InboundJob> jobs, ZoneId zone) {
        jobs.forEach(job -> this.jobs.put(job.name(), job));
        this.zone = zone;
    }

    /** Whether there is only one source, so that nothing needs merging between sources. */
    public boolean isSingleSource() {
        return jobs.size() == 1;
    }

    /** Whether records of this job are compared by more than what they say of the identity. */
    public boolean needsRecords(String job) {
        return jobs.containsKey(job) && !jobs.get(job).prefer().isEmpty();
    }

    /**
     * What one source record says.
     *
     * @param attributes  of the hub
     * @param record      as it was read; needed only where {@link #needsRecords}
     * @param absentSince when its source stopped having it
     */
    public record Statement(String job, String anchor, Attributes attributes, Attributes record, Optional<Instant> absentSince) {
        boolean speaks() {
            return absentSince.isEmpty() && !attributes.isEmpty();
        }
    }

    /**
     * What is known of an identity.
     *
     * @param lookAgain when time alone may change which of several records counts
     * @param chosen    which of several records counts and why, in words; empty when there was nothing to choose
     */
    public record Merged(Attributes attributes, Optional<Instant> lookAgain, String chosen) {
        public Merged {
            Objects.requireNonNull(attributes, "attributes");
        }
    }

    /**
     * The identity's attributes. When no source that may create identities has the person any more, they stay as last
     * known and {@link Lifecycle#ABSENT_SINCE} says since when.
     */
    public Merged merge(Attributes lastKnown, List<Statement> statements, Instant now) {
        List<RecordChoice> choices = choices(statements.stream().filter(Statement::speaks).toList(), now);
        if (choices.stream().noneMatch(choice -> jobs.get(choice.counts().job()).creates())) {
            Instant since = statements.stream().map(Statement::absentSince).flatMap(Optional::stream).max(Instant::compareTo).orElse(now);
            return new Merged(lastKnown.has(Lifecycle.ABSENT_SINCE) ? lastKnown : lastKnown.with(Map.of(Lifecycle.ABSENT_SINCE, since.toString())),
                    Optional.empty(), "");
        }
        String chosen = String.join("; ", choices.stream().filter(choice -> !choice.why(choice.counts()).isEmpty())
                .map(choice -> choice.counts().anchor() + " " + choice.why(choice.counts())).toList());
        Optional<Instant> lookAgain = lookAgain(choices);
        if (choices.size() == 1) {
            return new Merged(choices.get(0).counts().attributes(), lookAgain, chosen);
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        given(choices).forEach((name, given) -> merged.put(name, given.value()));
        return new Merged(Attributes.of(merged), lookAgain, chosen);
    }

    /** Several records in one source, or several sources that say whether the person is there. */
    private Optional<Instant> lookAgain(List<RecordChoice> choices) {
        boolean several = choices.stream().filter(choice -> jobs.get(choice.counts().job()).creates()).count() > 1;
        return choices.stream().flatMap(choice -> several ? choice.nextChange().stream() : choice.lookAgain().stream()).min(Comparator.naturalOrder());
    }

    /** By job, in the order of their names. */
    private List<RecordChoice> choices(List<Statement> speaking, Instant now) {
        Map<String, List<Statement>> byJob = new TreeMap<>();
        speaking.stream().filter(said -> jobs.containsKey(said.job())).forEach(said -> byJob.computeIfAbsent(said.job(), none -> new ArrayList<>(1)).add(said));
        return byJob.entrySet().stream().map(each -> new RecordChoice(jobs.get(each.getKey()), each.getValue(), now, zone)).toList();
    }

    /** For each attribute, the record whose word counts. When nobody speaks any more, whoever spoke last counts. */
    public Map<String, Statement> thatCount(List<Statement> statements, Instant now) {
        List<Statement> speaking = statements.stream().filter(Statement::speaks).toList();
        Map<String, Statement> counting = new LinkedHashMap<>();
        given(choices(speaking.isEmpty() ? statements : speaking, now)).forEach((name, given) -> counting.put(name, given.by()));
        return counting;
    }

    /** Where sources give an attribute otherwise, whose word counts and why: each word that does not, in the order of attributes as they are given. */
    public List<Contest> contests(List<Statement> statements, Instant now) {
        List<Statement> speaking = isSingleSource() ? List.of() : statements.stream().filter(Statement::speaks).toList();
        if (speaking.stream().map(Statement::job).distinct().limit(2).count() < 2) {
            return List.of();
        }
        List<RecordChoice> choices = choices(speaking, now);
        Optional<Statement> leading = leading(choices);
        List<Contest> contests = new ArrayList<>();
        given(choices).forEach((name, best) -> choices.stream().map(RecordChoice::counts).filter(said -> said != best.by())
                .filter(said -> said.attributes().get(name) != null && !said.attributes().get(name).equals(best.value()))
                .forEach(said -> contests.add(new Contest(name, best.by(), best.authority(), said, authority(said, name), decidedBy(best, said, name, leading)))));
        return contests;
    }

    private Contest.By decidedBy(Given best, Statement said, String name, Optional<Statement> leading) {
        return isOverruled(said, name, leading) ? Contest.By.EMPLOYMENT : best.authority() > authority(said, name) ? Contest.By.AUTHORITY : Contest.By.NAME;
    }

    /** Of each record of which its source has several: whether it counts, and why. */
    public Map<Statement, String> whyTheyCount(List<Statement> statements, Instant now) {
        Map<Statement, String> why = new LinkedHashMap<>();
        List<RecordChoice> choices = choices(statements.stream().filter(Statement::speaks).toList(), now);
        statements.stream().filter(Statement::speaks).forEach(said -> choices.stream().filter(choice -> choice.counts().job().equals(said.job()))
                .findFirst().map(choice -> choice.why(said)).filter(words -> !words.isEmpty()).ifPresent(words -> why.put(said, words)));
        return why;
    }

    /** Of all records of an identity the one that counts: of the source that says whether the person is there, else of the first. Empty when none is there. */
    public Optional<Statement> recordThatCounts(List<Statement> statements, Instant now) {
        List<RecordChoice> choices = choices(statements.stream().filter(Statement::speaks).toList(), now);
        return leading(choices).or(() -> choices.stream().map(RecordChoice::counts).findFirst());
    }

    private record Given(Statement by, int authority, Object value) {
    }

    private Map<String, Given> given(List<RecordChoice> choices) {
        Optional<Statement> leading = leading(choices);
        Map<String, Given> given = new LinkedHashMap<>();
        for (RecordChoice choice : choices) {
            Statement said = choice.counts();
            said.attributes().asMap().forEach((name, value) -> {
                int authority = authority(said, name);
                Given best = given.get(name);
                boolean fills = best != null && best.value() == null && value != null;
                boolean wins = best == null || value != null && (authority > best.authority() || fills);
                if (wins && !isOverruled(said, name, leading)) {
                    given.put(name, new Given(said, authority, value));
                }
            });
        }
        return given;
    }

    private int authority(Statement said, String attribute) {
        return Optional.ofNullable(jobs.get(said.job()).mapping().attributes().get(attribute)).map(AttributeRule::authority).orElse(0);
    }

    /** Of the sources that make people, the one that says whether this person is there. */
    private Optional<Statement> leading(List<RecordChoice> choices) {
        return choices.stream().filter(choice -> saysWhoIsThere(choice.counts()))
                .min(Comparator.comparing((RecordChoice choice) -> -employmentAuthority(choice.counts()))
                        .thenComparing(choice -> choice.standing(choice.counts())).thenComparing(choice -> choice.counts().job()))
                .map(RecordChoice::counts);
    }

    private boolean saysWhoIsThere(Statement said) {
        InboundJob job = jobs.get(said.job());
        return job.creates() && ENDING.stream().anyMatch(job.mapping().attributes()::containsKey);
    }

    private int employmentAuthority(Statement said) {
        return EMPLOYMENT.stream().filter(jobs.get(said.job()).mapping().attributes()::containsKey).mapToInt(name -> authority(said, name)).max().orElse(0);
    }

    /** What the leading record leaves empty is empty: the last day of another employment is not its last day. */
    private boolean isOverruled(Statement said, String attribute, Optional<Statement> leading) {
        return EMPLOYMENT.contains(attribute) && leading.isPresent() && !leading.get().equals(said) && jobs.get(said.job()).creates()
                && (saysWhoIsThere(said) && !LEAVE.contains(attribute) || isGivenBy(leading.get(), said, attribute));
    }

    private boolean isGivenBy(Statement leader, Statement said, String attribute) {
        return jobs.get(leader.job()).mapping().attributes().containsKey(attribute) && authority(said, attribute) <= authority(leader, attribute);
    }
}
