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
import java.util.stream.Stream;

/**
 * Merges what is said about one identity. Of the records of a source those are asked that are true by now ({@link EffectiveRecords}); of several
 * of these one counts, with all it says ({@link RecordChoice}).
 * Between sources, for each attribute the one with the highest authority that has a value wins; between equals, the job whose name
 * comes first. Status and dates come from one record: where several sources that make people give them, from the one with the
 * higher authority, else from the one where the person is active. How much a record counts may depend on where it stands. Thread-safe.
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

    /**
     * Whether records of this job are compared by more than what they say of the identity.
     *
     * @param several whether the person has several, of whatever source
     */
    public boolean needsRecords(String job, boolean several) {
        return jobs.containsKey(job) && (several && !jobs.get(job).prefer().isEmpty() || jobs.get(job).asOf().isPresent());
    }

    /**
     * What one source record says.
     *
     * @param attributes  of the hub
     * @param record      as it was read; needed only where {@link #needsRecords}
     * @param absentSince when its source stopped having it
     * @param instead     set where it is what the record said before, since nothing can be made of it as it is by now
     */
    public record Statement(String job, String anchor, Attributes attributes, Attributes record, Optional<Instant> absentSince, Optional<Instead> instead) {

        /** What a record says by now. */
        public Statement(String job, String anchor, Attributes attributes, Attributes record, Optional<Instant> absentSince) {
            this(job, anchor, attributes, record, absentSince, Optional.empty());
        }

        boolean speaks() {
            return absentSince.isEmpty() && !attributes.isEmpty();
        }
    }

    /**
     * That something stands in the place of a record of which nothing can be made.
     *
     * @param notBefore where it had not begun: the day that the record says by now
     */
    public record Instead(Optional<Instant> notBefore) {
        public Instead {
            Objects.requireNonNull(notBefore, "notBefore");
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
     * known and {@link Lifecycle#ABSENT_SINCE} says since when. Where the job by which she came is none any more, nobody says that she is gone:
     * she stays as last known, but for what others say.
     */
    public Merged merge(Attributes lastKnown, List<Statement> statements, Instant now) {
        Heard heard = heard(statements, now);
        List<RecordChoice> choices = heard.choices();
        if (isOfNoJob(statements)) {
            return new Merged(lastKnown.with(merged(choices)), heard.next(), "");
        }
        if (choices.stream().noneMatch(choice -> jobs.get(choice.counts().job()).creates())) {
            Instant since = statements.stream().map(Statement::absentSince).flatMap(Optional::stream).max(Instant::compareTo).orElse(now);
            return new Merged(lastKnown.has(Lifecycle.ABSENT_SINCE) ? lastKnown : lastKnown.with(Map.of(Lifecycle.ABSENT_SINCE, since.toString())),
                    heard.next(), "");
        }
        String chosen = String.join("; ", choices.stream().filter(choice -> !heard.why(choice, choice.counts()).isEmpty())
                .map(choice -> choice.counts().anchor() + " " + heard.why(choice, choice.counts())).toList());
        Optional<Instant> lookAgain = lookAgain(heard);
        if (choices.size() == 1) {
            return new Merged(choices.get(0).counts().attributes(), lookAgain, chosen);
        }
        return new Merged(Attributes.of(merged(choices)), lookAgain, chosen);
    }

    private Map<String, Object> merged(List<RecordChoice> choices) {
        Map<String, Object> merged = new LinkedHashMap<>();
        given(choices).forEach((name, given) -> merged.put(name, given.value()));
        return merged;
    }

    /** No job that makes people has ever had her, and one has whose mapping is gone, or is called otherwise by now. */
    private boolean isOfNoJob(List<Statement> statements) {
        return statements.stream().noneMatch(said -> jobs.containsKey(said.job()) && jobs.get(said.job()).creates())
                && statements.stream().anyMatch(said -> !jobs.containsKey(said.job()) && said.speaks());
    }

    /**
     * Who is asked.
     *
     * @param choices   by job, in the order of their names
     * @param effective which records of each of these jobs are true
     */
    private record Heard(List<RecordChoice> choices, Map<String, EffectiveRecords> effective) {

        /** When the next record becomes true. */
        Optional<Instant> next() {
            return effective.values().stream().flatMap(records -> records.next().stream()).min(Comparator.naturalOrder());
        }

        boolean isAnythingAhead() {
            return effective.values().stream().anyMatch(records -> !records.ahead().isEmpty());
        }

        String why(RecordChoice choice, Statement said) {
            String since = effective.get(said.job()).words(effective.get(said.job()).asGiven(said));
            String why = choice.why(said);
            return since.isEmpty() || why.isEmpty() ? since + why : since + "; " + why;
        }
    }

    /** Several records in one source, or several sources that say whether the person is there; or one that is not true yet. */
    private Optional<Instant> lookAgain(Heard heard) {
        boolean several = heard.isAnythingAhead() || heard.choices().stream().anyMatch(choice -> jobs.get(choice.counts().job()).unlessThere().isPresent())
                || heard.choices().stream().filter(choice -> jobs.get(choice.counts().job()).creates()).count() > 1;
        return Stream.concat(heard.next().stream(), heard.choices().stream().flatMap(choice -> several ? choice.nextChange().stream() : choice.lookAgain().stream()))
                .min(Comparator.naturalOrder());
    }

    /**
     * What is true counts. Who is not there by what is true, may be by what is ahead: from its day on. So somebody whose first record is true from
     * next month is known, and somebody who comes back is, too; while whoever is there is as she is until the day.
     */
    private Heard heard(List<Statement> statements, Instant now) {
        Map<String, List<Statement>> byJob = new TreeMap<>();
        statements.stream().filter(said -> said.absentSince().isEmpty() && jobs.containsKey(said.job()))
                .forEach(said -> byJob.computeIfAbsent(said.job(), none -> new ArrayList<>(1)).add(said));
        Map<String, EffectiveRecords> effective = new LinkedHashMap<>();
        byJob.forEach((job, records) -> effective.put(job, new EffectiveRecords(jobs.get(job), records, now, zone)));
        boolean ahead = effective.entrySet().stream().anyMatch(each -> jobs.get(each.getKey()).creates() && !each.getValue().ahead().isEmpty());
        boolean there = ahead && effective.entrySet().stream().filter(each -> jobs.get(each.getKey()).creates())
                .anyMatch(each -> each.getValue().inForce().stream().anyMatch(said -> standing(said, now).rank() != Standing.Rank.ENDED));
        List<RecordChoice> choices = new ArrayList<>();
        effective.forEach((job, records) -> {
            List<Statement> heard = new ArrayList<>(records.inForce());
            if (ahead && !there && jobs.get(job).creates()) {
                records.ahead().stream().filter(said -> standing(said, now).rank() == Standing.Rank.AHEAD).forEach(heard::add);
            }
            if (!heard.isEmpty()) {
                choices.add(new RecordChoice(jobs.get(job), heard, now, zone));
            }
        });
        return new Heard(choices, effective);
    }

    private Standing standing(Statement said, Instant now) {
        return Standing.of(said.attributes(), now, zone);
    }

    /** For each attribute, the record whose word counts. When nobody speaks any more, whoever spoke last counts. */
    public Map<String, Statement> thatCount(List<Statement> statements, Instant now) {
        List<RecordChoice> heard = heard(statements, now).choices();
        Map<String, Statement> counting = new LinkedHashMap<>();
        given(heard.isEmpty() ? lastHeard(statements, now) : heard).forEach((name, given) -> counting.put(name, given.by().counts()));
        return counting;
    }

    /** Where sources give an attribute otherwise, whose word counts and why: each word that does not, in the order of attributes as they are given. */
    public List<Contest> contests(List<Statement> statements, Instant now) {
        List<RecordChoice> choices = isSingleSource() ? List.of() : heard(statements, now).choices();
        if (choices.size() < 2) {
            return List.of();
        }
        Optional<RecordChoice> leading = leading(choices);
        List<Contest> contests = new ArrayList<>();
        given(choices).forEach((name, best) -> choices.stream().filter(choice -> choice != best.by())
                .filter(choice -> choice.counts().attributes().get(name) != null && !choice.counts().attributes().get(name).equals(best.value()))
                .forEach(choice -> contests.add(new Contest(name, best.by().counts(), best.authority(), choice.counts(), authority(choice, name),
                        decidedBy(best, choice, name, leading)))));
        return contests;
    }

    private Contest.By decidedBy(Given best, RecordChoice other, String name, Optional<RecordChoice> leading) {
        return best.authority() == Integer.MAX_VALUE ? Contest.By.URGENCY : isOverruled(other, name, leading) ? Contest.By.EMPLOYMENT : best.authority() > authority(other, name) ? Contest.By.AUTHORITY : Contest.By.NAME;
    }

    private List<RecordChoice> lastHeard(List<Statement> statements, Instant now) {
        Map<String, List<Statement>> byJob = new TreeMap<>();
        statements.stream().filter(said -> jobs.containsKey(said.job())).forEach(said -> byJob.computeIfAbsent(said.job(), none -> new ArrayList<>(1)).add(said));
        return byJob.entrySet().stream().map(each -> new RecordChoice(jobs.get(each.getKey()), each.getValue(), now, zone)).toList();
    }

    /** Of each record of which its source has several, or that has its day: whether it counts, and why. */
    public Map<Statement, String> whyTheyCount(List<Statement> statements, Instant now) {
        Map<Statement, String> why = new LinkedHashMap<>();
        Heard heard = heard(statements, now);
        statements.stream().filter(said -> said.speaks() && heard.effective().containsKey(said.job())).forEach(said -> {
            Statement compared = heard.effective().get(said.job()).asCompared(said);
            String words = heard.choices().stream().filter(choice -> choice.standing(compared) != null).findFirst().map(choice -> heard.why(choice, compared))
                    .orElseGet(() -> heard.effective().get(said.job()).words(said));
            if (!words.isEmpty()) {
                why.put(said, words);
            }
        });
        return why;
    }

    /** Of all records of an identity the one that counts: of the source that says whether the person is there, else of the first. Empty when none is there. */
    public Optional<Statement> recordThatCounts(List<Statement> statements, Instant now) {
        List<RecordChoice> choices = heard(statements, now).choices();
        return leading(choices).or(() -> choices.stream().findFirst()).map(RecordChoice::counts);
    }

    private record Given(RecordChoice by, int authority, Object value) {
    }

    private Map<String, Given> given(List<RecordChoice> choices) {
        Optional<RecordChoice> leading = leading(choices);
        Map<String, Given> given = new LinkedHashMap<>();
        for (RecordChoice choice : choices) {
            choice.counts().attributes().asMap().forEach((name, value) -> {
                int authority = authority(choice, name);
                Given best = given.get(name);
                boolean fills = best != null && best.value() == null && value != null;
                boolean wins = best == null || value != null && (authority > best.authority() || fills);
                if (wins && !isOverruled(choice, name, leading)) {
                    given.put(name, new Given(choice, authority, value));
                }
            });
        }
        return given;
    }

    /** What the mapping says; of a record by which its person is not there, at most what it says of such. */
    private int authority(RecordChoice choice, String attribute) {
        InboundJob job = jobs.get(choice.counts().job());
        int written = Optional.ofNullable(job.mapping().attributes().get(attribute)).map(AttributeRule::authority).orElse(0);
        Standing standing = choice.standing(choice.counts());
        if (attribute.equals(Lifecycle.URGENT) && standing.urgent()) {
            return Integer.MAX_VALUE; // about the person, whatever another says
        }
        return job.unlessThere().filter(most -> !standing.urgent()).map(most -> switch (standing.rank()) {
            case ACTIVE, UNCLEAR -> written;
            case AHEAD -> Math.min(written, most.ahead());
            case ENDED -> Math.min(written, most.ended());
        }).orElse(written);
    }

    /** Of the sources that make people, the one that says whether this person is there. */
    private Optional<RecordChoice> leading(List<RecordChoice> choices) {
        return choices.stream().filter(choice -> saysWhoIsThere(choice.counts()))
                .min(Comparator.comparing((RecordChoice choice) -> -employmentAuthority(choice))
                        .thenComparing(choice -> choice.standing(choice.counts())).thenComparing(choice -> choice.counts().job()));
    }

    private boolean saysWhoIsThere(Statement said) {
        InboundJob job = jobs.get(said.job());
        return job.creates() && ENDING.stream().anyMatch(job.mapping().attributes()::containsKey);
    }

    private int employmentAuthority(RecordChoice choice) {
        return EMPLOYMENT.stream().filter(jobs.get(choice.counts().job()).mapping().attributes()::containsKey).mapToInt(name -> authority(choice, name)).max().orElse(0);
    }

    /** What the leading record leaves empty is empty: the last day of another employment is not its last day. */
    private boolean isOverruled(RecordChoice choice, String attribute, Optional<RecordChoice> leading) {
        Statement said = choice.counts();
        return EMPLOYMENT.contains(attribute) && leading.isPresent() && leading.get() != choice && jobs.get(said.job()).creates()
                && (saysWhoIsThere(said) && !LEAVE.contains(attribute) || isGivenBy(leading.get(), choice, attribute));
    }

    private boolean isGivenBy(RecordChoice leader, RecordChoice other, String attribute) {
        return jobs.get(leader.counts().job()).mapping().attributes().containsKey(attribute) && authority(other, attribute) <= authority(leader, attribute);
    }
}
