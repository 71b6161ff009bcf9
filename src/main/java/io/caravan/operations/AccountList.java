package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.SourceReading;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts, and whose they are.
 *
 * @param accounts   in the order of jobs
 * @param incomplete why there may be more than these, by job; empty: these are all
 */
public record AccountList(List<Account> accounts, Map<String, String> incomplete) {

    private static final int PAGE = 1000;

    /** Which accounts are wanted. */
    public enum Wanted {
        /** Those in the target that belong to nobody: the target is listed. */
        UNOWNED,
        /** Those that are not found, or of which nobody knows whether they are there. */
        MISSING,
        DISABLED,
        /** Those that are not changed because somebody has rejected what is due; open ones of leavers may be among them. */
        REJECTED
    }

    /**
     * One account.
     *
     * @param name     what people call it; empty when it is called by its id
     * @param identity whose it is; empty: nobody's
     * @param display  what that person is called beside the key
     * @param state    {@code enabled, disabled, unmanaged, missing, in-doubt}; {@code unknown} where the target does not say
     * @param since    when it was disabled, if it was by us
     * @param due      when something will be done to it by time alone
     * @param why      why it is so, in words
     */
    public record Account(String job, String system, String name, String anchor, String identity, DisplayName display, String state, Optional<String> since, Optional<String> due,
                          String why) {

        public Account(String job, String system, String name, String anchor, String identity, String state, Optional<String> since, Optional<String> due, String why) {
            this(job, system, name, anchor, identity, DisplayName.NONE, state, since, due, why);
        }

        /** The same, and what somebody has rejected of it. */
        private Account with(List<Ruling> rejections, long id) {
            String said = rejections.stream().filter(ruling -> ruling.change().identityId() == id).findFirst().map(ruling -> because(ruling) + " was " + HeldDecision.words(ruling)).orElse("");
            return said.isEmpty() ? this : new Account(job, system, name, anchor, identity, display, state, since, due, why + (why.isEmpty() ? "" : "; ") + said);
        }

        private static String because(Ruling ruling) {
            String reason = Sentences.of(ruling.change().because());
            return ruling.change().kind().word() + (reason.isEmpty() ? "" : " (" + reason + ")");
        }

        private static Account of(OutboundJob job, Optional<ObjectSpec> object, Identity identity, DisplayName display, Link link) {
            return new Account(job.name(), job.system(), object.flatMap(known -> AccountName.insteadOfId(known, name -> Optional.ofNullable(link.shadow().get(name)))).orElse(""),
                    link.anchor().orElse(""), identity.key(), display, link.state().word(), link.disabledAt().map(Instant::toString), link.dueAt().map(Instant::toString),
                    Sentences.of(link.problem().or(link::because)));
        }
    }

    /**
     * Accounts of one kind.
     *
     * @param job only this job's; empty: of every job that writes to a target
     * @throws Refusal when there is no such job, or it reads a source
     */
    public static AccountList of(OpenProject project, Optional<String> job, Wanted wanted) {
        List<Account> accounts = new ArrayList<>();
        Map<String, String> incomplete = new LinkedHashMap<>();
        for (OutboundJob each : jobs(project, job)) {
            switch (wanted) {
                case REJECTED -> accounts.addAll(rejected(project, each));
                case DISABLED -> accounts.addAll(inState(project, each, LinkState.DISABLED));
                case MISSING -> {
                    accounts.addAll(inState(project, each, LinkState.MISSING));
                    accounts.addAll(inState(project, each, LinkState.IN_DOUBT));
                }
                case UNOWNED -> new Listing(project, each).unowned(accounts).ifPresent(why -> incomplete.put(each.name(), why));
            }
        }
        return new AccountList(List.copyOf(accounts), incomplete);
    }

    /**
     * The accounts of one person, those among them that were deleted or never made.
     *
     * @throws Refusal when nobody is meant by that, or several are; names them
     */
    public static AccountList ofPerson(OpenProject project, Optional<String> job, String who) {
        Identity identity = new PersonLookup(project.project(), project.store()).orRefuse(who);
        List<Account> accounts = new ArrayList<>();
        for (OutboundJob each : jobs(project, job)) {
            Optional.ofNullable(project.store().links().links(each.name(), List.of(identity.id())).get(identity.id()))
                    .ifPresent(link -> accounts.add(Account.of(each, object(project, each), identity, PeopleNames.of(project).of(identity), link)
                            .with(HeldPool.rejections(project.store(), each.name()), identity.id())));
        }
        return new AccountList(List.copyOf(accounts), Map.of());
    }

    private static List<OutboundJob> jobs(OpenProject project, Optional<String> name) {
        if (name.isEmpty()) {
            return project.project().outbound().stream().filter(job -> job.writeBack().isEmpty()).toList();
        }
        Job job = project.job(name.get());
        if (job instanceof OutboundJob outbound) {
            if (outbound.writeBack().isPresent()) {
                throw new Refusal(Refusal.Kind.USAGE, "job '" + job.name() + "' writes back into records of " + job.system() + " and has no accounts",
                        "Name a job that gives accounts; caravan explain WHO " + job.name() + " tells whose record it writes to");
            }
            return List.of(outbound);
        }
        throw new Refusal(Refusal.Kind.USAGE, "job '" + job.name() + "' reads a source and has no accounts", "Name a job that writes to a target; caravan records "
                + job.system() + " --unassigned tells of its records");
    }

    static Optional<ObjectSpec> object(OpenProject project, Job job) {
        return Optional.ofNullable(project.project().systems().get(job.system())).map(system -> system.connector().objects().get(job.object()));
    }

    private static List<Account> inState(OpenProject project, OutboundJob job, LinkState state) {
        StateStore store = project.store();
        PeopleNames names = PeopleNames.of(project);
        List<Account> accounts = new ArrayList<>();
        List<Link> page = store.links().inState(job.name(), state, 0, PAGE);
        while (!page.isEmpty()) {
            Map<Long, Identity> identities = store.hub().identities(page.stream().map(Link::identityId).toList());
            page.forEach(link -> accounts.add(Account.of(job, object(project, job), identities.get(link.identityId()), names.of(identities.get(link.identityId())), link)));
            page = store.links().inState(job.name(), state, page.get(page.size() - 1).identityId(), PAGE);
        }
        return accounts;
    }

    private static List<Account> rejected(OpenProject project, OutboundJob job) {
        StateStore store = project.store();
        PeopleNames names = PeopleNames.of(project);
        List<Ruling> rulings = HeldPool.rejections(store, job.name());
        List<Long> ids = rulings.stream().map(ruling -> ruling.change().identityId()).toList();
        Map<Long, Identity> identities = store.hub().identities(ids);
        Map<Long, Link> links = store.links().links(job.name(), ids);
        return rulings.stream().map(ruling -> ruling.change().identityId()).filter(identities::containsKey).map(id -> Account.of(job, object(project, job), identities.get(id),
                names.of(identities.get(id)), links.getOrDefault(id, Link.none(id))).with(rulings, id)).toList();
    }

    /** Everything that a target says it has, held against what is known: whoever writes to the same accounts owns some of them. */
    private static final class Listing {

        private final OpenProject project;
        private final OutboundJob job;
        private final ObjectSpec object;
        private final List<OutboundJob> owners;
        private final Set<String> seen = new HashSet<>();
        private long twice;
        private long unreadable;

        Listing(OpenProject project, OutboundJob job) {
            this.project = project;
            this.job = job;
            this.object = object(project, job).orElseThrow();
            this.owners = project.project().outbound().stream().filter(job::isOfTheSameAccounts).toList();
        }

        /** @return why the list is not whole; empty when it is, as far as anybody can tell */
        Optional<String> unowned(List<Account> found) {
            SystemPort system = project.engine().system(job.system());
            Map<String, Attributes> page = new HashMap<>();
            try (SourceReading reading = system.list(object.name(), List.of())) {
                while (reading.hasNext()) {
                    take(reading.next(), page);
                    if (page.size() >= PAGE) {
                        sort(page, found);
                    }
                }
                sort(page, found);
            } catch (OutcomeException failed) {
                sort(page, found);
                return Optional.of("the list broke off: " + failed.outcome().message());
            }
            return notWhole();
        }

        private void take(SourceItem item, Map<String, Attributes> page) {
            if (item instanceof SourceItem.Read read) {
                String anchor = String.valueOf(read.attributes().get(object.anchor()));
                if (read.attributes().get(object.anchor()) == null || anchor.isBlank()) {
                    unreadable++;
                } else if (seen.add(anchor)) {
                    page.put(anchor, read.attributes());
                } else {
                    twice++;
                }
            } else {
                unreadable++;
            }
        }

        private void sort(Map<String, Attributes> page, List<Account> found) {
            Set<String> owned = new HashSet<>();
            owners.forEach(each -> owned.addAll(project.store().links().linkedTo(each.name(), page.keySet()).keySet()));
            page.keySet().stream().filter(anchor -> !owned.contains(anchor) && !isMissed(anchor)).sorted().forEach(anchor -> found.add(unowned(anchor, page.get(anchor))));
            page.clear();
        }

        private Account unowned(String anchor, Attributes account) {
            String state = object.enabledBy().map(account::get).flatMap(Openness::of).map(open -> open ? "enabled" : "disabled").orElse("unknown");
            return new Account(job.name(), job.system(), AccountName.insteadOfId(object, name -> Optional.ofNullable(account.get(name))).orElse(""), anchor, "", state,
                    Optional.empty(), Optional.empty(), "no identity is linked to it");
        }

        private Set<String> missed;

        /** An account that was not found a while ago has its owner all the same. */
        private boolean isMissed(String anchor) {
            if (missed == null) {
                missed = new HashSet<>();
                owners.forEach(each -> inState(project, each, LinkState.MISSING).forEach(account -> missed.add(account.anchor())));
            }
            return missed.contains(anchor);
        }

        private Optional<String> notWhole() {
            List<String> reasons = new ArrayList<>();
            if (twice > 0) {
                reasons.add(Quantity.of(twice, "account") + " came twice");
            }
            if (unreadable > 0) {
                reasons.add(Quantity.of(unreadable, "account") + " could not be read");
            }
            long[] absent = {0};
            owners.forEach(each -> project.store().links().eachLinked(each.name(), link -> {
                if (link.state() == LinkState.ENABLED && !seen.contains(link.anchor().orElse(""))) {
                    absent[0]++;
                }
            }));
            if (absent[0] > 0) {
                reasons.add(Quantity.of(absent[0], "account") + " that somebody has and that " + (absent[0] == 1 ? "is" : "are") + " open " + (absent[0] == 1 ? "is" : "are")
                        + " not in it");
            }
            return reasons.isEmpty() ? Optional.empty() : Optional.of("the list is not whole: " + String.join(", ", reasons));
        }
    }
}
