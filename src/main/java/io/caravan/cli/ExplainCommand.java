package io.caravan.cli;

import io.caravan.cli.ExplainResult.JobExplained;
import io.caravan.config.Project;
import io.caravan.connector.OutcomeException;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.cycle.CycleListener;
import io.caravan.cycle.HubExplanation;
import io.caravan.cycle.LogStore;
import io.caravan.cycle.LogStore.StoredEntry;
import io.caravan.cycle.StateStore;
import io.caravan.identity.Identity;
import io.caravan.identity.KeyText;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Stores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan explain IDENTITY [JOB]}. */
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Tell why somebody has the accounts and values they have, or has none: from the source record to the last call.")
final class ExplainCommand implements Callable<Integer> {

    private static final int PAGE = 1000;
    private static final int ENTRIES = 200;

    private final Session session;

    @Parameters(index = "0", paramLabel = "IDENTITY", description = "Its key, such as E0311; or the key of a source record, or a value it is recognised by, such as an address.")
    private String text;

    @Parameters(index = "1", arity = "0..1", paramLabel = "JOB", description = "Only this job (default: every job that writes to a target).")
    private Optional<String> job = Optional.empty();

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        Optional<Job> wanted = job.map(name -> session.job(project, name));
        List<OutboundJob> jobs = project.outbound().stream().filter(each -> wanted.isEmpty() || wanted.get().equals(each)).toList();
        Optional<Identity> identity;
        List<String> alsoMeant;
        try (StateStore store = Stores.open(project)) {
            PersonLookup people = new PersonLookup(project, store);
            identity = identity(people, store);
            if (identity.isEmpty()) {
                return session.finish("explain", stranger(project, store));
            }
            alsoMeant = people.alsoMeant(identity.get(), text);
        }
        try (Caravan caravan = Engine.open(session, project, CycleListener.NONE)) {
            return session.finish("explain", explained(caravan, identity.get(), alsoMeant, jobs));
        }
    }

    private ExplainResult explained(Caravan caravan, Identity identity, List<String> alsoMeant, List<OutboundJob> jobs) {
        HubExplanation hub = HubExplanation.of(caravan.store().hub(), caravan.project().inbound(), caravan.zone(), identity, session.clock().instant());
        List<StoredEntry> log = log(caravan.store(), Optional.of(identity.key()));
        List<JobExplained> explained = jobs.stream().map(each -> job(caravan, each, identity, log)).toList();
        return ExplainResult.of(identity.key(), alsoMeant, hub, explained, ExitCode.DONE);
    }

    private static JobExplained job(Caravan caravan, OutboundJob job, Identity identity, List<StoredEntry> log) {
        List<LogResult.Entry> entries = LogResult.of(log.stream().filter(stored -> stored.entry().job().equals(job.name())).toList()).entries();
        try {
            return JobExplained.of(job.name(), job.system(), caravan.explain(job, identity), entries);
        } catch (OutcomeException unanswered) {
            return JobExplained.unknown(job.name(), job.system(), "the target would have to be searched for an account, and it does not answer: "
                    + unanswered.outcome().message(), entries);
        }
    }

    private static List<StoredEntry> log(StateStore store, Optional<String> identity) {
        return store.log().read(new LogStore.Filter(Optional.empty(), identity, Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.empty(), ENTRIES));
    }

    /** Whoever is meant; empty when the text is the key of records that no identity was made of. */
    private Optional<Identity> identity(PersonLookup people, StateStore store) {
        Optional<Identity> meant = people.find(text);
        boolean known = meant.isPresent() || !store.hub().recordsWith(KeyText.of(text)).isEmpty() || !deadLetters(store).isEmpty();
        return known ? meant : Optional.of(people.orRefuse(text));
    }

    private List<DeadLetter> deadLetters(StateStore store) {
        return store.changes().deadLetters(Optional.empty(), PAGE).stream()
                .filter(letter -> letter.anchor().map(KeyText.of(text)::equals).orElse(false) && letter.identityId().isEmpty()).toList();
    }

    /** Somebody the sources know and the hub does not: a record that was rejected, or that no job wants. */
    private ExplainResult stranger(Project project, StateStore store) {
        List<String> rejected = deadLetters(store).stream().map(letter -> letter.job() + " cannot use the record: " + letter.reason()
                + (letter.where().isEmpty() ? "" : " (" + letter.where() + ")")).toList();
        return ExplainResult.ofStranger(text, HubExplanation.ofRecords(store.hub(), project.inbound(), text, session.clock().instant()), rejected);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
