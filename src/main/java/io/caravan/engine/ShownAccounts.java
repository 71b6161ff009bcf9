package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Brings links up to date with what their target shows, and tells what it turned out not to store as sent. Used by one thread. */
final class ShownAccounts {

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final Sight sight;
    private final List<Link> changed = new ArrayList<>();
    /** Whose accounts turned out to be called something else. */
    private final List<Long> renamed = new ArrayList<>();
    private final Map<Long, List<Because>> notStored = new LinkedHashMap<>();

    ShownAccounts(StateStore store, Cycle cycle, OutboundJob job, ObjectSpec object) {
        this(store, cycle, job, object, Sight.ALL);
    }

    /** @param sight what counts of what is shown */
    ShownAccounts(StateStore store, Cycle cycle, OutboundJob job, ObjectSpec object, Sight sight) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = object;
        this.sight = sight;
    }

    /** The target shows the account like this. */
    void shown(Link link, Attributes account) {
        becomes(link, AccountRefresh.shown(link, account, object, job.mapping(), job.writeBack().isPresent()));
    }

    /** The link is this by what was seen. */
    void becomes(Link link, Link now) {
        if (now.equals(link) || !is(link, now)) {
            return;
        }
        if (!Objects.equals(link.shadow().get(object.referenceAttribute()), now.shadow().get(object.referenceAttribute()))) {
            renamed.add(link.identityId());
        }
        List<Because> found = StoredAsSent.foundOut(link, now, object.enabledBy(), cycle.secrets());
        if (!found.isEmpty()) {
            notStored.put(link.identityId(), found);
        }
    }

    boolean isAnything() {
        return !changed.isEmpty();
    }

    /**
     * The link is this from now on.
     *
     * @return whether that counts
     */
    boolean is(Link link, Link now) {
        boolean counts = sight.takes(link, now);
        if (counts) {
            changed.add(now);
            cycle.listener().shown(cycle, link, now);
        }
        return counts;
    }

    /** Stores what changed, so that the next evaluation looks at it, and at whoever refers to it by name. Part of a transaction. */
    void save() {
        store.links().save(job.name(), changed);
        store.links().markDue(job.name(), changed.stream().map(Link::identityId).toList());
        if (!notStored.isEmpty()) {
            List<LogEntry> log = new ArrayList<>();
            store.links().subjects(job.name(), notStored.keySet()).values().forEach(subject -> notStored.get(subject.identity().id()).forEach(because ->
                    log.add(entry(cycle, job, subject.identity().subject(), subject.link().flatMap(Link::anchor).orElse(""), because, object))));
            store.log().append(log);
        }
        Set<String> own = job.mapping().referencesBy(Optional.empty());
        if (!renamed.isEmpty() && !own.isEmpty()) {
            store.links().markDue(job.name(), store.links().referringTo(job.name(), store.hub().referencesTo(renamed, own)));
        }
        if (!renamed.isEmpty() && !job.referredBy().isEmpty()) {
            store.links().markReferring(store.hub().referencesTo(renamed, job.referredBy()));
        }
        changed.clear();
        renamed.clear();
        notStored.clear();
    }

    /** That an account does not read as closed although it was closed is a failure: somebody has to look into the target. */
    static LogEntry entry(Cycle cycle, OutboundJob job, SubjectKey subject, String anchor, Because because, ObjectSpec object) {
        boolean state = because.reason() == Reason.NOT_STORED && object.enabledBy().filter(because.argument("attribute")::equals).isPresent();
        cycle.count(Counted.NOT_STORED, because.reason() == Reason.STATE_UNCLEAR ? 0 : 1);
        if (state) {
            cycle.count(Counted.FAILED, 1);
        }
        return new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.account(subject, job.system(), Optional.of(anchor)), LogAction.REPORT,
                LogEntry.Result.of(state ? LogEntry.Status.FAILURE : LogEntry.Status.SKIPPED, Sentences.of(because)), List.of(), List.of());
    }
}
