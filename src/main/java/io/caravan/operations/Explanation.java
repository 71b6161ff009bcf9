package io.caravan.operations;

import io.caravan.engine.HubExplanation;
import io.caravan.subject.Sentences;
import io.caravan.plan.Verdict;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why an identity has what it has, from the source records to the last answers of the targets.
 *
 * @param identity  its key; for somebody the hub does not know, what was asked for
 * @param display   what the person is called beside the key
 * @param known     whether the hub has it
 * @param alsoMeant the keys of others whom what was asked for may mean, too
 * @param groups    in which groups it is, and who says so
 * @param rejected  why records about it could not be used
 * @param rules     into which groups rules put somebody, and why
 * @param targets   whether somebody is in those groups of targets
 * @param kind      {@code person}, {@code group}, …
 * @param asGroup   who is in it; empty for what has no members
 */
public record Explanation(String identity, DisplayName display, boolean known, List<String> alsoMeant, List<SourceRecord> records, List<HubAttribute> attributes,
                          List<InGroup> groups, List<String> rejected, List<JobExplained> jobs, List<GroupExplained> rules, List<InTarget> targets,
                          String kind, Optional<GroupExplanation> asGroup) {

    /** Of a person. */
    public Explanation(String identity, DisplayName display, boolean known, List<String> alsoMeant, List<SourceRecord> records, List<HubAttribute> attributes,
                       List<InGroup> groups, List<String> rejected, List<JobExplained> jobs, List<GroupExplained> rules, List<InTarget> targets) {
        this(identity, display, known, alsoMeant, records, attributes, groups, rejected, jobs, rules, targets, Kind.PERSON.name(), Optional.empty());
    }

    /** Of somebody whom no rule puts into a group. */
    public Explanation(String identity, DisplayName display, boolean known, List<String> alsoMeant, List<SourceRecord> records, List<HubAttribute> attributes,
                       List<InGroup> groups, List<String> rejected, List<JobExplained> jobs) {
        this(identity, display, known, alsoMeant, records, attributes, groups, rejected, jobs, List.of(), List.of());
    }

    /** The step that says that somebody has rejected what is due. */
    public static final String REJECTED = "rejected";
    /** The step that says that what is due waits for somebody to decide. */
    public static final String HELD = "held";
    /** The step that says that what is due has failed for good, and is not tried again by itself. */
    public static final String GIVEN_UP = "given-up";

    /**
     * @param where      file and line it was read from
     * @param outOfScope why the job leaves it aside
     * @param counts     of several records in one source, whether this one counts and why
     */
    public record SourceRecord(String job, String system, String anchor, String where, Optional<String> absentSince, Map<String, Object> values,
                               Optional<String> outOfScope, String counts) {

        private static SourceRecord of(HubExplanation.Record record) {
            return new SourceRecord(record.job(), record.system(), record.anchor(), record.where(), record.absentSince().map(Object::toString),
                    record.attributes().asMap(), record.outOfScope(), record.counts());
        }
    }

    /**
     * @param job   the source whose word counts
     * @param text  how the value came about
     * @param where the rule's file and line
     * @param also  sources that say something, too, with less authority
     */
    public record HubAttribute(String name, Optional<Object> value, String job, String text, String where, List<String> also) {

        private static HubAttribute of(HubExplanation.Origin origin) {
            return new HubAttribute(origin.attribute(), Optional.ofNullable(origin.value()), origin.job(), origin.text(), origin.where(), origin.also());
        }
    }

    /**
     * @param group  its key; of an application, that of the application and role
     * @param kind   {@code group}, or {@code application} where it is assigned
     * @param origin who says so: {@code source JOB}, {@code rule FILE}
     * @param now    whether that is so at the moment
     * @param places the records that say so, and the rule by which they do
     */
    public record InGroup(String group, String kind, String origin, boolean now, Optional<String> from, Optional<String> until, List<String> places) {
    }

    /**
     * Whether somebody is in a group of a target, or is to be.
     *
     * @param text the same in words
     */
    public record InTarget(String group, String job, String system, MemberState state, String text) {
    }

    /**
     * @param account  what people call the account, where its id tells them nothing
     * @param decision what follows
     * @param reason   why, in words
     * @param log      what was done so far, oldest first
     */
    public record JobExplained(String job, String system, AccountState accountState, Optional<String> anchor, Optional<String> account, Decision decision, String reason,
                               List<ExplainedStep> steps, List<ChangedAttribute> changes, List<LogEntries.Entry> log) {

        public static JobExplained of(String job, String system, Verdict verdict, List<LogEntries.Entry> log) {
            return new JobExplained(job, system, AccountState.of(verdict.link().state()), verdict.link().anchor(), Optional.empty(), Decision.of(verdict), Sentences.of(verdict.because()),
                    verdict.steps().stream().map(step -> new ExplainedStep(step.step(), step.text(), step.where())).toList(),
                    verdict.change().map(change -> change.changes().stream().map(ChangedAttribute::of).toList()).orElse(List.of()), log);
        }

        /** The same, of a job that writes into records, which are no accounts. */
        JobExplained ofRecord() {
            AccountState state = switch (accountState) {
                case NONE, GONE -> AccountState.LEFT_ALONE;
                case MISSING -> accountState;
                default -> AccountState.WRITTEN_BACK;
            };
            return new JobExplained(job, system, state, anchor, account, decision, reason, steps, changes, log);
        }

        /** The same, with what people call the account. */
        JobExplained called(Optional<String> name) {
            return new JobExplained(job, system, accountState, anchor, name, decision, reason, steps, changes, log);
        }

        /** The same, with what keeps the job from doing it now. */
        JobExplained with(List<ExplainedStep> more) {
            return new JobExplained(job, system, accountState, anchor, account, decision, reason, Stream.concat(steps.stream(), more.stream()).toList(), changes, log);
        }

        /** Where nothing can be worked out: what is known of the account, and what was done so far. */
        static JobExplained unknown(String job, String system, Link link, String reason, List<LogEntries.Entry> log) {
            return new JobExplained(job, system, AccountState.of(link.state()), link.anchor(), Optional.empty(), Decision.UNKNOWN, reason, List.of(), List.of(), log);
        }
    }

    /** @param where file and line; empty when no file says so */
    public record ExplainedStep(String step, String text, String where) {
    }

    public static Explanation of(String identity, List<String> alsoMeant, HubExplanation hub, List<JobExplained> jobs) {
        return new Explanation(identity, DisplayName.NONE, true, alsoMeant, hub.records().stream().map(SourceRecord::of).toList(),
                hub.origins().stream().map(HubAttribute::of).toList(), List.of(), List.of(), jobs);
    }

    Explanation named(DisplayName name) {
        return new Explanation(identity, name, known, alsoMeant, records, attributes, groups, rejected, jobs, rules, targets, kind, asGroup);
    }

    Explanation in(List<InGroup> memberships, List<InTarget> ofTargets) {
        return new Explanation(identity, display, known, alsoMeant, records, attributes, memberships, rejected, jobs, rules, ofTargets, kind, asGroup);
    }

    /** The same of a subject of this kind. */
    Explanation of(Kind ofKind, List<HubAttribute> inTheHub, Optional<GroupExplanation> members) {
        return new Explanation(identity, display, known, alsoMeant, records, inTheHub, groups, rejected, jobs, rules, targets, ofKind.name(), members);
    }

    /** @param group only this one of the groups, if it is named */
    Explanation with(List<GroupExplained> byRules, Optional<String> group) {
        return new Explanation(identity, display, known, alsoMeant, records, attributes, groups.stream().filter(one -> group.isEmpty() || one.group().equals(group.get())).toList(),
                rejected, jobs, byRules, targets.stream().filter(one -> group.isEmpty() || one.group().equals(group.get())).toList(), kind, asGroup);
    }

    /** Of somebody the sources know and the hub does not. */
    static Explanation ofStranger(String text, HubExplanation hub, List<String> rejected) {
        return new Explanation(text, DisplayName.NONE, false, List.of(), hub.records().stream().map(SourceRecord::of).toList(), List.of(), List.of(), rejected, List.of());
    }
}
