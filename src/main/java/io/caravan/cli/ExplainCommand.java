package io.caravan.cli;

import io.caravan.cli.ExplainResult.JobExplained;
import io.caravan.config.Project;
import io.caravan.connector.OutcomeException;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.cycle.CycleListener;
import io.caravan.cycle.HubExplanation;
import io.caravan.cycle.LinkStore.Subject;
import io.caravan.cycle.LogStore;
import io.caravan.cycle.LogStore.StoredEntry;
import io.caravan.cycle.StateStore;
import io.caravan.diagnostic.Suggestion;
import io.caravan.identity.Identity;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    /** So many identities are looked through for one that was perhaps meant. */
    private static final int LOOKED_THROUGH = 100_000;
    private static final int ENTRIES = 200;

    private final Session session;

    @Parameters(index = "0", paramLabel = "IDENTITY", description = "Its key, such as E0311; or a value that only one identity has, such as an address.")
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
        try (StateStore store = Stores.open(project)) {
            identity = identity(store);
            if (identity.isEmpty()) {
                return session.finish("explain", stranger(project, store));
            }
        }
        try (Caravan caravan = Engine.open(session, project, CycleListener.NONE)) {
            return session.finish("explain", explained(caravan, identity.get(), jobs));
        }
    }

    private ExplainResult explained(Caravan caravan, Identity identity, List<OutboundJob> jobs) {
        HubExplanation hub = HubExplanation.of(caravan.store().hub(), caravan.project().inbound(), identity, session.clock().instant());
        List<StoredEntry> log = log(caravan.store(), Optional.of(identity.key()));
        List<JobExplained> explained = jobs.stream().map(each -> job(caravan, each, identity, log)).toList();
        return ExplainResult.of(identity.key(), hub, explained, ExitCode.DONE);
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

    /** Whoever is meant: by key, by the anchor of a record, else by a value that nobody else has. */
    private Optional<Identity> identity(StateStore store) {
        Optional<Long> meant = Optional.ofNullable(store.hub().identitiesMeant(List.of(text)).get(text));
        if (meant.isPresent()) {
            return Optional.ofNullable(store.hub().identities(List.of(meant.get())).get(meant.get()));
        }
        if (!store.hub().recordsWith(text).isEmpty() || !deadLetters(store).isEmpty()) {
            return Optional.empty();
        }
        List<Identity> withValue = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        lookThrough(store, identity -> {
            keys.add(identity.key());
            if (identity.attributes().asMap().values().stream().filter(Objects::nonNull).anyMatch(value -> value.toString().equalsIgnoreCase(text))) {
                withValue.add(identity);
            }
        });
        if (withValue.size() == 1) {
            return Optional.of(withValue.get(0));
        }
        throw unknown(withValue, keys);
    }

    private void lookThrough(StateStore store, java.util.function.Consumer<Identity> use) {
        long after = 0;
        List<Subject> page = store.links().page("", after, PAGE);
        for (int looked = 0; !page.isEmpty() && looked < LOOKED_THROUGH; looked += PAGE) {
            page.forEach(subject -> use.accept(subject.identity()));
            after = page.get(page.size() - 1).identity().id();
            page = store.links().page("", after, PAGE);
        }
    }

    private CommandFailure unknown(List<Identity> withValue, List<String> keys) {
        if (!withValue.isEmpty()) {
            return new CommandFailure(ExitCode.FAILED, withValue.size() + " identities have the value '" + text + "'", "Name one of them by its key: "
                    + String.join(", ", withValue.stream().limit(5).map(Identity::key).toList()) + (withValue.size() > 5 ? ", …" : ""));
        }
        return new CommandFailure(ExitCode.FAILED, "there is no identity '" + text + "'"
                + Suggestion.nearest(text, keys).map(near -> "; did you mean '" + near + "'?").orElse(""),
                keys.isEmpty() ? "No source has been read yet: caravan sync" : "It is in none of the sources, as they were read last: caravan status");
    }

    private List<DeadLetter> deadLetters(StateStore store) {
        return store.changes().deadLetters(Optional.empty(), PAGE).stream()
                .filter(letter -> letter.anchor().map(text::equals).orElse(false) && letter.identityId().isEmpty()).toList();
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
