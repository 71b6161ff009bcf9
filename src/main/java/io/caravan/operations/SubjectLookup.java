package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.diagnostic.Suggestion;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody means who names a person, a group or an object of another kind: by its key, whatever the kind; else a person as {@link PersonLookup} knows
 * people, or an object by a value that it is recognised by, such as a group's name.
 */
final class SubjectLookup {

    private static final int PAGE = 1000;
    /** So many of a kind are looked through for one that has such a value. */
    private static final int LOOKED_THROUGH = 100_000;
    private static final int NAMED = 5;

    private final Project project;
    private final StateStore store;
    private final PersonLookup people;

    SubjectLookup(Project project, StateStore store, PersonLookup people) {
        this.project = project;
        this.store = store;
        this.people = people;
    }

    /**
     * The one that is meant; empty for a text that means nothing, unless a kind that is no person is asked for.
     *
     * @throws Refusal when it may mean several, which it names; or nothing of the kind that is asked for
     */
    Optional<Identity> find(String text, Optional<Kind> kind) {
        Optional<Identity> meant = findIfThere(text, kind);
        if (meant.isEmpty() && kind.filter(wanted -> !wanted.equals(Kind.PERSON)).isPresent()) {
            throw unknown(text, kind.get());
        }
        return meant;
    }

    /** The same; empty also for a kind that has none of that name. */
    Optional<Identity> findIfThere(String text, Optional<Kind> kind) {
        List<Identity> meant = byKey(text, kind);
        if (meant.isEmpty()) {
            meant = byValue(text, kind);
        }
        if (meant.size() > 1) {
            throw ambiguous(text, meant);
        }
        return meant.stream().findFirst();
    }

    private Set<Kind> kinds(Optional<Kind> wanted) {
        Set<Kind> kinds = new LinkedHashSet<>(List.of(Kind.PERSON, Kind.GROUP));
        project.jobs().map(Job::kind).filter(kind -> !kind.isOfPairs()).forEach(kinds::add);
        kinds.add(Kind.APPLICATION);
        return wanted.map(Set::of).orElse(kinds);
    }

    private List<Identity> byKey(String text, Optional<Kind> wanted) {
        String key = KeyText.of(text);
        return kinds(wanted).stream().map(kind -> store.hub().identitiesByKey(kind, List.of(key)).get(key)).filter(Objects::nonNull).toList();
    }

    private List<Identity> byValue(String text, Optional<Kind> wanted) {
        List<Identity> found = new ArrayList<>();
        for (Kind kind : kinds(wanted)) {
            if (kind.equals(Kind.PERSON)) {
                people.find(text).ifPresent(found::add);
            } else {
                found.addAll(byValue(text, kind));
            }
        }
        return found;
    }

    /** By what records and accounts of the kind are recognised by. */
    private List<Identity> byValue(String text, Kind kind) {
        Set<String> attributes = project.recognisedBy(kind);
        if (attributes.isEmpty()) {
            return List.of();
        }
        store.hub().indexAlso(project.foundBy());
        Set<Long> found = new TreeSet<>();
        attributes.forEach(attribute -> store.hub().identitiesWith(kind, attribute, List.of(text)).values().forEach(found::addAll));
        return List.copyOf(store.hub().identities(found).values());
    }

    private static Refusal ambiguous(String text, List<Identity> meant) {
        boolean ofOneKind = meant.stream().map(Identity::kind).distinct().count() == 1;
        String named = meant.stream().limit(NAMED).map(one -> ofOneKind ? one.key() : "--kind " + one.kind() + " " + one.key()).collect(Collectors.joining(", "));
        return new Refusal(Refusal.Kind.FAILED, "'" + text + "' may mean " + meant.size() + (ofOneKind ? " of kind " + meant.get(0).kind() : " of several kinds"),
                (ofOneKind ? "Name one of them by its key: " : "Say which: ") + named + (meant.size() > NAMED ? ", …" : ""));
    }

    private Refusal unknown(String text, Kind kind) {
        List<String> keys = new ArrayList<>();
        List<Subject> page = store.links().page(kind, "", 0, PAGE);
        for (int looked = 0; !page.isEmpty() && looked < LOOKED_THROUGH; looked += PAGE) {
            page.forEach(subject -> keys.add(subject.identity().key()));
            page = store.links().page(kind, "", page.get(page.size() - 1).identity().id(), PAGE);
        }
        return new Refusal(Refusal.Kind.FAILED, "there is no " + kind + " '" + text + "'" + Suggestion.nearest(text, keys).map(near -> "; did you mean '" + near + "'?").orElse(""),
                keys.isEmpty() ? "The hub has none of that kind: caravan status shows the jobs that bring them" : "It is in none of the sources and rules, as they were read last: caravan status");
    }
}
