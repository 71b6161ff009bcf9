package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.plan.Change;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the hub knew of somebody at each time, walked back from what it knows now through the changes that the log has. A value that the log hides,
 * or that does not lead to the one that came after it, is not known, and neither is what was before.
 *
 * @param versions oldest first; empty when the log has nothing to go by
 */
record PastAttributes(List<Version> versions) {


    /**
     * From one change to the next.
     *
     * @param from    when it began to be so; of the first, when the hub got to know somebody, or the beginning of all time where the log does not tell
     * @param entry   the log's entry; 0: none
     * @param values  without those that have none
     * @param unknown the names of those of which the log does not tell what they were
     */
    record Version(Instant from, long entry, Map<String, Object> values, Set<String> unknown) {

        Attributes attributes() {
            return Attributes.of(values);
        }
    }

    /**
     * @param entries about one subject, in the order in which they were written
     * @param hidden  attributes whose values are not shown: of them nothing is known
     */
    static PastAttributes of(Optional<Identity> now, List<StoredEntry> entries, Set<String> hidden) {
        List<StoredEntry> steps = entries.stream().filter(PastAttributes::isOfIdentity).toList();
        if (steps.isEmpty() && now.isEmpty()) {
            return new PastAttributes(List.of());
        }
        Set<String> names = new LinkedHashSet<>();
        now.ifPresent(identity -> names.addAll(identity.attributes().names()));
        steps.forEach(step -> step.entry().changes().forEach(change -> names.add(change.name())));
        boolean begins = !steps.isEmpty() && steps.get(0).entry().action().equals(LogAction.IDENTITY_CREATE);
        List<Version> versions = new ArrayList<>();
        if (!begins) {
            versions.add(new Version(Instant.MIN, 0, new LinkedHashMap<>(), new LinkedHashSet<>()));
        }
        steps.forEach(step -> versions.add(new Version(step.entry().at(), step.sequence(), new LinkedHashMap<>(), new LinkedHashSet<>())));
        for (String name : names) {
            if (hidden.contains(name)) {
                versions.forEach(version -> version.unknown().add(name));
            } else {
                back(name, now, steps, versions);
            }
        }
        return new PastAttributes(List.copyOf(versions));
    }

    private static boolean isOfIdentity(StoredEntry stored) {
        LogEntry entry = stored.entry();
        return entry.status() == LogEntry.Status.SUCCESS && (entry.action().equals(LogAction.IDENTITY_CREATE) || entry.action().equals(LogAction.IDENTITY_UPDATE));
    }

    /** The hub may have got to know somebody a second time, in a store that was made anew: what was before then is not walked back to. */
    private static void back(String name, Optional<Identity> now, List<StoredEntry> steps, List<Version> versions) {
        Held held = now.map(identity -> new Held(true, identity.attributes().get(name))).orElse(Held.UNKNOWN);
        for (int version = versions.size() - 1, step = steps.size() - 1; version >= 0; version--, step--) {
            LogEntry entry = step < 0 ? null : steps.get(step).entry();
            Optional<AttributeChange> change = entry == null ? Optional.empty() : entry.changes().stream().filter(one -> one.name().equals(name)).findFirst();
            if (change.isPresent() && !(held.known() && same(held.value(), change.get().after()))) {
                held = held.known() ? Held.UNKNOWN : Held.of(change.get().after());
                onwards(name, held, steps, versions, version);
            }
            held.put(name, versions.get(version));
            if (change.isPresent()) {
                held = Held.of(change.get().before());
            } else if (entry != null && entry.action().equals(LogAction.IDENTITY_CREATE)) {
                held = Held.UNKNOWN;
            }
        }
    }

    /**
     * Until the next change of it a value is as this one left it. Where what came later does not begin with that, something is missing between, and
     * nobody knows what it was meanwhile.
     */
    private static void onwards(String name, Held held, List<StoredEntry> steps, List<Version> versions, int from) {
        int first = versions.size() - steps.size();
        for (int version = from + 1; version < versions.size(); version++) {
            boolean changed = steps.get(version - first).entry().changes().stream().anyMatch(one -> one.name().equals(name));
            if (changed || steps.get(version - first).entry().action().equals(LogAction.IDENTITY_CREATE)) {
                return;
            }
            versions.get(version).values().remove(name);
            versions.get(version).unknown().remove(name);
            held.put(name, versions.get(version));
        }
    }

    private record Held(boolean known, Object value) {
        private static final Held UNKNOWN = new Held(false, null);

        static Held of(Object value) {
            return Change.SENSITIVE.equals(value) ? UNKNOWN : new Held(true, value);
        }

        void put(String name, Version version) {
            if (!known) {
                version.unknown().add(name);
            } else if (value != null) {
                version.values().put(name, value);
            }
        }
    }

    private static boolean same(Object one, Object other) {
        return Objects.equals(Attributes.normalValue(one), Attributes.normalValue(other)) || String.valueOf(one).equals(String.valueOf(other));
    }

    /** As it was at a moment, its own changes included; empty when the hub did not know them then. */
    Optional<Version> at(Instant moment) {
        Optional<Version> found = Optional.empty();
        for (Version version : versions) {
            found = version.from().isAfter(moment) ? found : Optional.of(version);
        }
        return found;
    }
}
