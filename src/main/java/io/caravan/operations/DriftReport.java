package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.engine.DriftSearch;
import io.caravan.engine.GroupDrift;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.Drift;
import io.caravan.plan.Drift.Kind;
import io.caravan.subject.Identity;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In what targets differ from what is known of them. They were listed; nothing was changed, in no target and not in the store.
 *
 * @param at       when they were listed, ISO 8601
 * @param findings of each job the most urgent first
 */
public record DriftReport(String at, List<Looked> jobs, List<Finding> findings) {

    private static final List<String> WORDS = Stream.of(Kind.values()).map(Kind::word).toList();

    public DriftReport {
        jobs = List.copyOf(jobs);
        findings = List.copyOf(findings);
    }

    /**
     * What became of one job's target.
     *
     * @param accounts         how many it has listed
     * @param found            how many differences, by the word of {@link Kind}
     * @param incomplete       why nothing is concluded from what the list lacks
     * @param notCompared      attributes that are known of somebody and that the list shows of nobody
     * @param changedMeanwhile accounts that a cycle has changed meanwhile, and of which nothing is told
     * @param failure          why it could not be listed
     */
    public record Looked(String job, String system, long accounts, Map<String, Long> found, Optional<String> incomplete, List<String> notCompared, long changedMeanwhile,
                         Optional<String> failure) {
    }

    /**
     * One difference.
     *
     * @param kind      a word of {@link Kind}
     * @param identity  whose account it is (of a group: its key), or whom it matches; empty: nobody's
     * @param account   what people call it; empty when it is called by its id
     * @param id        its anchor
     * @param attribute only of {@code attribute}
     * @param follows   a word of {@link Drift.Follows}
     * @param why       in words
     * @param members   only of {@code strangers} and {@code members-gone}, which are about a group
     */
    public record Finding(String job, String kind, String identity, DisplayName display, String account, String id, Optional<Differs> attribute, String follows, String why,
                          Optional<Members> members) {

        /** That is not about the members of a group. */
        public Finding(String job, String kind, String identity, DisplayName display, String account, String id, Optional<Differs> attribute, String follows, String why) {
            this(job, kind, identity, display, account, id, attribute, follows, why, Optional.empty());
        }
    }

    /**
     * Members of a group that are there, or are not, and should not be so.
     *
     * @param count how many
     * @param some  the first thousand of them
     */
    public record Members(long count, List<Member> some) {
    }

    /**
     * @param name as the group lists it
     * @param who  whose account that is; empty text: nobody's here
     */
    public record Member(String name, String who, DisplayName display) {
    }

    /**
     * An attribute that differs.
     *
     * @param known   as it was written or read last; empty: none
     * @param shown   as the target has it
     * @param wanted  what the mapping gives now
     * @param decided false where the mapping fails for this person, so that nothing is wanted yet
     */
    public record Differs(String name, Optional<Object> known, Optional<Object> shown, Optional<Object> wanted, boolean decided) {
    }

    /** Whether a target could not be listed at all. */
    public boolean hasFailed() {
        return jobs.stream().anyMatch(job -> job.failure().isPresent());
    }

    /** Whether there is nothing to look at, and nothing that may have been overlooked. */
    public boolean isClean() {
        return findings.isEmpty() && jobs.stream().noneMatch(job -> job.failure().isPresent() || job.incomplete().isPresent());
    }

    /**
     * Lists the targets of these jobs and compares.
     *
     * @param names all jobs that write to a target, when none is named
     * @param kinds what is told; everything, when none is named
     * @throws Refusal when there is no such job, or it reads a source
     */
    public static DriftReport of(OpenProject project, List<String> names, Set<Kind> kinds) {
        List<OutboundJob> jobs = names.isEmpty() ? project.project().outbound().stream().filter(job -> job.writeBack().isEmpty()).toList() : names.stream().map(name -> outbound(project, name)).toList();
        List<Looked> looked = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Instant at = project.now();
        jobs.forEach(job -> look(project, job, kinds, looked, findings));
        return new DriftReport(at.toString(), looked, findings);
    }

    private static void look(OpenProject project, OutboundJob job, Set<Kind> kinds, List<Looked> looked, List<Finding> findings) {
        try {
            DriftSearch.Result result = project.engine().inspection().drift(job);
            List<Drift> drift = result.drift().stream().filter(one -> kinds.isEmpty() || kinds.contains(one.kind())).toList();
            Map<String, Long> found = new LinkedHashMap<>();
            List<GroupDrift> groups = result.groups().stream().filter(one -> kinds.isEmpty() || kinds.contains(one.kind())).toList();
            Map<Kind, Long> counts = result.found();
            Stream.of(Kind.values()).forEach(kind -> found.put(kind.word(), kinds.isEmpty() || kinds.contains(kind) ? counts.getOrDefault(kind, 0L) : 0L));
            looked.add(new Looked(job.name(), job.system(), result.accounts(), found, result.incomplete(), result.never().stream().sorted().toList(), result.changedMeanwhile(),
                    Optional.empty()));
            Telling telling = new Telling(job, AccountList.object(project, job).orElseThrow(), project.project().secrets(job), PeopleNames.of(project));
            List<Finding> told = new ArrayList<>(drift.stream().map(telling::finding).toList());
            groups.forEach(one -> told.add(telling.finding(one)));
            told.sort(Comparator.comparing(one -> WORDS.indexOf(one.kind())));
            findings.addAll(told);
        } catch (OutcomeException failed) {
            looked.add(new Looked(job.name(), job.system(), 0, Map.of(), Optional.empty(), List.of(), 0, Optional.of(failed.outcome().message())));
        }
    }

    static OutboundJob outbound(OpenProject project, String name) {
        Job job = project.job(name);
        if (job instanceof OutboundJob outbound && outbound.writeBack().isEmpty()) {
            return outbound;
        }
        throw new Refusal(Refusal.Kind.USAGE, "job '" + job.name() + "' " + (job instanceof OutboundJob ? "writes back to its source" : "reads a source") + " and has no accounts", "Name a job that writes to a target; caravan status lists them");
    }

    /** Turns what was found into what is told. */
    private record Telling(OutboundJob job, ObjectSpec object, Set<String> secrets, PeopleNames people) {

        Finding finding(Drift drift) {
            String name = AccountName.insteadOfId(object, attribute -> Optional.ofNullable(drift.account().get(attribute))).orElse("");
            return new Finding(job.name(), drift.kind().word(), drift.whose().map(Identity::key).orElse(""), drift.whose().map(people::of).orElse(DisplayName.NONE), name,
                    drift.anchor(), drift.attribute().map(this::differs), drift.follows().word(), why(drift));
        }

        Finding finding(GroupDrift drift) {
            String name = AccountName.insteadOfId(object, attribute -> Optional.ofNullable(drift.link().shadow().get(attribute))).orElse("");
            List<Member> some = drift.some().stream().map(one -> new Member(one.name(), one.who().map(Identity::key).orElse(""), one.who().map(people::of).orElse(DisplayName.NONE))).toList();
            String why = Quantity.of(drift.count(), "member") + (drift.kind() == Kind.STRANGERS ? " that nobody here put there" : drift.count() == 1 ? " that was put there and is not" : " that were put there and are not");
            return new Finding(job.name(), drift.kind().word(), drift.group().key(), DisplayName.NONE, name, drift.link().anchor().orElse(""), Optional.empty(), drift.follows().word(), why,
                    Optional.of(new Members(drift.count(), some)));
        }

        private Differs differs(Drift.Value value) {
            return new Differs(value.name(), shown(value.name(), value.known()), shown(value.name(), value.shown()), shown(value.name(), value.wanted().value()),
                    value.wanted().decided());
        }

        private Optional<Object> shown(String name, Object value) {
            return Optional.ofNullable(value).map(some -> secrets.contains(name) ? Change.SENSITIVE : some);
        }

        private static String why(Drift drift) {
            return switch (drift.kind()) {
                case UNOWNED -> drift.whose().isEmpty() ? "no identity is linked to it" : "no identity is linked to it; it matches";
                case LINK_TO_NOTHING -> drift.why().filter(because -> because.reason() == Reason.ACCOUNT_GONE).isPresent() ? "the target says that it is gone"
                        : "the target does not find it";
                case SECOND_ACCOUNT -> "it matches, and another account is linked";
                case NOT_MISSING -> "it was not found before, and is there";
                case DISABLED_BY_HAND -> "it was open, and is closed";
                case ENABLED_BY_HAND -> "it was closed, and is open" + (drift.why().isEmpty() ? "" : "; " + Sentences.of(drift.why()));
                default -> Sentences.of(drift.why());
            };
        }
    }
}
