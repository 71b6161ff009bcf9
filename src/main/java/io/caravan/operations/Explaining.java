package io.caravan.operations;

import io.caravan.connector.OutcomeException;
import io.caravan.diagnostic.ShellWord;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.FailedForGood;
import io.caravan.engine.HubExplanation;
import io.caravan.engine.LogStore;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.Explanation.ExplainedStep;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells why somebody has the accounts and values they have, or has none: from the source record to the last call. */
public final class Explaining {

    private static final int PAGE = 1000;
    private static final int ENTRIES = 200;

    private final OpenProject project;
    private final String text;
    private final Optional<Kind> kind;

    private Explaining(OpenProject project, String text, Optional<Kind> kind) {
        this.project = project;
        this.text = text;
        this.kind = kind;
    }

    /**
     * Explains one person. Sources are not read, targets are not written; a target may be searched for an account.
     *
     * @param text the identity's key; or the key of a source record, or a value that somebody is recognised by, such as an address
     * @param job  only this job; else every job that writes to a target
     * @throws Refusal when nobody is meant by that, or several are; names them
     */
    public static Explanation explain(OpenProject project, String text, Optional<String> job) {
        return explain(project, text, Optional.empty(), job, Optional.empty());
    }

    /**
     * The same, of a person, a group, or an object of another kind.
     *
     * @param kind  only of this kind; else of any, if that means one alone
     * @param group only this group, or the groups of this rule, also where the person is in none; else those she is in
     */
    public static Explanation explain(OpenProject project, String text, Optional<Kind> kind, Optional<String> job, Optional<String> group) {
        return new Explaining(project, text, kind).explain(job, group);
    }

    private Explanation explain(Optional<String> job, Optional<String> group) {
        Optional<String> wanted = job.map(project::jobName);
        List<OutboundJob> jobs = project.project().outbound().stream().filter(each -> wanted.isEmpty() || wanted.get().equals(each.name())).toList();
        List<String> unknown = project.unknownJobs().stream().filter(each -> wanted.isEmpty() || wanted.get().equals(each)).toList();
        PersonLookup people = new PersonLookup(project.project(), project.store());
        Optional<Identity> identity = identity(people);
        return identity.map(meant -> explained(meant, meant.kind().equals(Kind.PERSON) ? people.alsoMeant(meant, text) : List.of(), group.isPresent() ? List.of() : of(meant, jobs), group.isPresent() ? List.of() : unknown)
                .with(project.mayShowValues() && meant.kind().equals(Kind.PERSON) ? GroupExplained.of(project, meant, group) : List.of(), group)).orElseGet(this::stranger);
    }

    /** A job of groups has nothing to say of a person. */
    private static List<OutboundJob> of(Identity meant, List<OutboundJob> jobs) {
        return jobs.stream().filter(job -> job.kind().equals(meant.kind())).toList();
    }

    private Explanation explained(Identity identity, List<String> alsoMeant, List<OutboundJob> jobs, List<String> unknown) {
        HubExplanation hub = HubExplanation.of(project.store().hub(), project.project().inbound(), project.zone(), identity, project.now());
        List<StoredEntry> log = project.store().log().read(new LogStore.Filter(Optional.empty(), Optional.of(identity.key()), Optional.empty(),
                Optional.empty(), Optional.empty(), OptionalLong.empty(), ENTRIES)).stream().filter(stored -> stored.entry().subject().kind().equals(identity.kind())).toList();
        List<JobExplained> explained = new ArrayList<>();
        jobs.forEach(each -> explained.add(job(each, identity, entries(log, each.name()))));
        unknown.stream().map(each -> link(each, identity).map(link -> JobExplained.unknown(each, "", link, "its mapping has errors", entries(log, each))))
                .flatMap(Optional::stream).forEach(explained::add);
        Explanation told = Explanation.of(identity.key(), alsoMeant, project.mayShowValues() ? hub : hub.withoutValues(), explained).named(PeopleNames.of(project).of(identity)).in(GroupMemberships.of(project, identity), GroupsInTargets.of(project, identity));
        return told.of(identity.kind(), GroupExplaining.attributes(project, identity, told.attributes()), GroupExplaining.of(project, identity));
    }

    private static List<LogEntries.Entry> entries(List<StoredEntry> log, String job) {
        return LogEntries.of(log.stream().filter(stored -> stored.entry().job().equals(job)).toList()).entries();
    }

    private Optional<Link> link(String job, Identity identity) {
        return Optional.ofNullable(project.store().links().links(job, List.of(identity.id())).get(identity.id()));
    }

    private JobExplained job(OutboundJob job, Identity identity, List<LogEntries.Entry> entries) {
        JobExplained explained = workedOut(job, identity, entries).called(project.mayShowValues() ? name(job, identity) : Optional.empty());
        return job.writeBack().isPresent() ? explained.ofRecord() : explained;
    }

    private Optional<String> name(OutboundJob job, Identity identity) {
        return link(job.name(), identity).flatMap(link -> AccountList.object(project, job)
                .flatMap(object -> AccountName.insteadOfId(object, name -> Optional.ofNullable(link.shadow().get(name)))));
    }

    private JobExplained workedOut(OutboundJob job, Identity identity, List<LogEntries.Entry> entries) {
        try {
            if (!project.mayShowValues()) {
                return unknown(job, identity, "what is known of people is not shown while the file of a source has errors", entries);
            }
            Verdict verdict = project.engine().inspection().explain(job, identity);
            return JobExplained.of(job.name(), job.system(), verdict, entries).with(decided(job, identity, verdict)).with(postponed(job, identity)).with(halted(job));
        } catch (OutcomeException unanswered) {
            return unknown(job, identity, "the target would have to be searched for an account, and it does not answer: " + unanswered.outcome().message(), entries);
        } catch (InvalidProject brokenRoute) {
            return unknown(job, identity, "a route has errors, so nothing can be worked out", entries);
        } catch (IllegalStateException notStarted) {
            return unknown(job, identity, "the engine does not start: " + notStarted.getMessage(), entries);
        }
    }

    /** That somebody has rejected what is due, or is to decide of it, or that it has failed for good. */
    private List<ExplainedStep> decided(OutboundJob job, Identity identity, Verdict verdict) {
        Optional<Ruling> ruling = Optional.ofNullable(project.store().rulings().rulings(job.name(), List.of(identity.id())).get(identity.id()))
                .filter(Ruling::isRejection).filter(one -> !one.isOver(project.now()) && verdict.change().filter(one::isAbout).isPresent());
        if (ruling.isPresent()) {
            return List.of(new ExplainedStep(Explanation.REJECTED, HeldDecision.words(ruling.get()), ""));
        }
        if (verdict.change().filter(new FailedForGood(project.store().changes(), job.name(), List.of(identity.id()))::has).isPresent()) {
            return givenUp(job, identity);
        }
        boolean held = verdict.change().isPresent() && HeldPool.held(project.store(), job.name()).stream()
                .anyMatch(change -> change.identityId() == identity.id() && change.basis().equals(verdict.change().get().basis()));
        return held ? List.of(new ExplainedStep(Explanation.HELD, "held until somebody decides: caravan approve " + job.name(), "")) : List.of();
    }

    private List<ExplainedStep> givenUp(OutboundJob job, Identity identity) {
        LetterFilter hers = new LetterFilter(Optional.of(job.name()), Optional.of(identity.key()), Optional.empty());
        return project.store().changes().deadLetters(hers, PAGE).stream().filter(letter -> letter.identityId().equals(Optional.of(identity.id())) && letter.group() == 0).limit(1)
                .map(letter -> new ExplainedStep(Explanation.GIVEN_UP, "given up since " + letter.failure().at() + " (" + letter.outcome().word() + ": " + letter.reason()
                        + "); once that is put right: caravan dead-letters retry --identity " + ShellWord.of(identity.key()), "")).toList();
    }

    /** That the target did not take it, and when it is tried again. */
    private List<ExplainedStep> postponed(OutboundJob job, Identity identity) {
        return project.store().changes().postponed(job.name(), List.of(identity.id())).values().stream().map(one -> new ExplainedStep("waits",
                job.system() + " did not take it in " + one.tries() + (one.tries() == 1 ? " cycle" : " cycles") + " since " + one.since() + " (" + one.reason() + "); tried again at " + one.again(), "")).toList();
    }

    /** What keeps the job from doing it now. */
    private List<ExplainedStep> halted(OutboundJob job) {
        return HaltedJob.of(project, job).map(halt -> new ExplainedStep(halt.why().word(), halt.text(), "")).stream().toList();
    }

    private JobExplained unknown(OutboundJob job, Identity identity, String reason, List<LogEntries.Entry> entries) {
        return JobExplained.unknown(job.name(), job.system(), link(job.name(), identity).orElseGet(() -> Link.none(identity.id())), reason, entries);
    }

    /** Whoever is meant; empty when the text is the key of records that no identity was made of. */
    private Optional<Identity> identity(PersonLookup people) {
        Optional<Identity> meant = new SubjectLookup(project.project(), project.store(), people).find(text, kind);
        boolean known = meant.isPresent() || !project.store().hub().recordsWith(KeyText.of(text)).isEmpty() || !deadLetters().isEmpty();
        return known ? meant : Optional.of(people.orRefuse(text));
    }

    private List<DeadLetter> deadLetters() {
        return project.store().changes().deadLetters(Optional.empty(), PAGE).stream()
                .filter(letter -> letter.anchor().map(KeyText.of(text)::equals).orElse(false) && letter.identityId().isEmpty()).toList();
    }

    /** Somebody the sources know and the hub does not: a record that was rejected, or that no job wants. */
    private Explanation stranger() {
        List<String> rejected = deadLetters().stream().map(letter -> letter.job() + " cannot use the record: " + letter.reason()
                + (letter.where().isEmpty() ? "" : " (" + letter.where() + ")")).toList();
        HubExplanation records = HubExplanation.ofRecords(project.store().hub(), project.project().inbound(), text, project.now());
        return Explanation.ofStranger(text, project.mayShowValues() ? records : records.withoutValues(), rejected);
    }
}
