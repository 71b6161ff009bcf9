package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.StateStore;
import io.caravan.diagnostic.Suggestion;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom somebody means who names a person: by the hub's key, else by an attribute that identifies, else by the key of a source
 * record. Never by a value that merely names somebody else, as the number of her manager does.
 */
final class PersonLookup {

    private static final int PAGE = 1000;
    /** So many identities are looked through for one that was perhaps meant. */
    private static final int LOOKED_THROUGH = 100_000;
    private static final int NAMED = 5;

    private final Project project;
    private final StateStore store;

    PersonLookup(Project project, StateStore store) {
        this.project = project;
        this.store = store;
    }

    /**
     * The one who is meant; empty for a text that means nobody.
     *
     * @throws Refusal when it may mean several; names them
     */
    Optional<Identity> find(String text) {
        String key = KeyText.of(text);
        Map<Long, String> meant = new LinkedHashMap<>();
        identities(List.of(new Reference(Reference.KEY, key))).forEach(identity -> meant.put(identity.id(), identity.key()));
        if (meant.isEmpty()) {
            meant.putAll(others(key));
        }
        if (meant.size() > 1) {
            throw ambiguous(text, meant.values().stream().toList());
        }
        return meant.keySet().stream().findFirst().map(id -> store.hub().identities(List.of(id)).get(id));
    }

    /** As {@link #find}; also somebody whom an account is looked for by that value, such as an address. */
    Identity orRefuse(String text) {
        return find(text).orElseGet(() -> {
            List<Identity> meant = identities(project.recognisedBy(Kind.PERSON).stream().map(attribute -> new Reference(attribute, text)).toList());
            if (meant.size() == 1) {
                return meant.get(0);
            }
            throw meant.isEmpty() ? unknown(text) : ambiguous(text, meant.stream().map(Identity::key).toList());
        });
    }

    /** The keys of others who may be meant by a text that is somebody's key, because another source has the same. */
    List<String> alsoMeant(Identity identity, String text) {
        Map<Long, String> others = others(KeyText.of(text));
        others.remove(identity.id());
        return List.copyOf(others.values());
    }

    /** The same, and those whom an account is looked for by that value. */
    List<String> alsoCalled(Identity identity, String text) {
        Set<String> keys = new TreeSet<>(alsoMeant(identity, text));
        identities(project.recognisedBy(Kind.PERSON).stream().map(attribute -> new Reference(attribute, text)).toList()).forEach(one -> keys.add(one.key()));
        keys.remove(identity.key());
        return List.copyOf(keys);
    }

    /** By id, the keys of whoever has the text in an attribute that identities are found by, or as the key of a record. */
    private Map<Long, String> others(String key) {
        store.hub().indexAlso(project.foundBy());
        Map<Long, String> found = new LinkedHashMap<>();
        identities(project.namedBy(Kind.PERSON).stream().map(attribute -> new Reference(attribute, key)).toList())
                .forEach(identity -> found.put(identity.id(), identity.key()));
        List<Long> owners = store.hub().recordsWith(key).stream().map(KnownRecord::row).flatMap(row -> row.identityId().stream().boxed()).toList();
        store.hub().identities(owners).values().forEach(identity -> found.put(identity.id(), identity.key()));
        return found;
    }

    private List<Identity> identities(List<Reference> references) {
        List<Long> ids = store.hub().identitiesMeant(references).values().stream().flatMap(List::stream).distinct().toList();
        return List.copyOf(store.hub().identities(ids).values());
    }

    private static Optional<String> attributeWith(Identity identity, String text) {
        String wanted = KeyText.folded(text);
        return identity.attributes().asMap().entrySet().stream().filter(each -> Objects.nonNull(each.getValue()))
                .filter(each -> KeyText.folded(each.getValue().toString()).equals(wanted)).map(Map.Entry::getKey).findFirst();
    }

    private static Refusal ambiguous(String text, List<String> keys) {
        return new Refusal(Refusal.Kind.FAILED, keys.size() + " identities have the value '" + text + "'", "Name one of them by its key: " + named(keys));
    }

    /** Only whoever is refused waits for what may have been meant. */
    private Refusal unknown(String text) {
        List<String> keys = new ArrayList<>();
        List<String> perhaps = new ArrayList<>();
        long after = 0;
        List<Subject> page = store.links().page(Kind.PERSON, "", after, PAGE);
        for (int looked = 0; !page.isEmpty() && looked < LOOKED_THROUGH; looked += PAGE) {
            page.stream().map(Subject::identity).forEach(identity -> {
                keys.add(identity.key());
                attributeWith(identity, text).ifPresent(attribute -> perhaps.add(identity.key() + " (" + attribute + ")"));
            });
            after = page.get(page.size() - 1).identity().id();
            page = store.links().page(Kind.PERSON, "", after, PAGE);
        }
        String next = keys.isEmpty() ? "No source has been read yet: caravan sync"
                : !perhaps.isEmpty() ? "These have it as a value: " + named(perhaps) + "; name one of them by its key"
                : "It is in none of the sources, as they were read last: caravan status";
        return new Refusal(Refusal.Kind.FAILED, "there is no identity '" + text + "'"
                + Suggestion.nearest(text, keys).map(near -> "; did you mean '" + near + "'?").orElse(""), next);
    }

    private static String named(List<String> some) {
        return String.join(", ", some.stream().limit(NAMED).toList()) + (some.size() > NAMED ? ", …" : "");
    }
}
