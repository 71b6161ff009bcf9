package io.caravan.engine;

import io.caravan.mapping.MembershipRule.Who;
import io.caravan.subject.Kind;
import io.caravan.subject.Reference;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whom the hub means by names that a source has for them. Immutable. */
final class MeantSubjects {

    private static final int NAMED = 5;

    private final HubStore hub;
    private final Who who;
    private final Map<Reference, List<Long>> meant;

    private MeantSubjects(HubStore hub, Who who, Map<Reference, List<Long>> meant) {
        this.hub = hub;
        this.who = who;
        this.meant = meant;
    }

    static MeantSubjects of(HubStore hub, Who who, Collection<String> names) {
        Set<Reference> references = new HashSet<>();
        names.forEach(name -> who.kinds().forEach(kind -> references.add(new Reference(kind, who.by(), name))));
        return new MeantSubjects(hub, who, references.isEmpty() ? Map.of() : new HashMap<>(hub.identitiesMeant(references)));
    }

    private List<Long> all(String name) {
        for (Kind kind : who.kinds()) {
            List<Long> ids = meant.getOrDefault(new Reference(kind, who.by(), name), List.of());
            if (!ids.isEmpty()) {
                return ids;
            }
        }
        return List.of();
    }

    /** Empty when nobody is meant, or several are. */
    OptionalLong one(String name) {
        List<Long> ids = all(name);
        return ids.size() == 1 ? OptionalLong.of(ids.get(0)) : OptionalLong.empty();
    }

    /** That several are meant, in words. */
    Optional<String> ambiguous(String name) {
        List<Long> ids = all(name);
        if (ids.size() < 2) {
            return Optional.empty();
        }
        List<String> keys = hub.identities(ids.subList(0, Math.min(NAMED, ids.size()))).values().stream().map(one -> one.key()).sorted().toList();
        return Optional.of(ids.size() + " have " + (who.by().equals(Reference.KEY) ? "the key" : who.by()) + " \"" + name + "\": " + String.join(", ", keys)
                + (ids.size() > keys.size() ? ", …" : "") + "; none of them is taken");
    }

    /** That nobody is meant, in words. */
    static String nobody(Who who, String name) {
        return "no " + String.join(" or ", who.kinds().stream().map(Kind::name).toList()) + " has " + (who.by().equals(Reference.KEY) ? "the key" : who.by())
                + " \"" + name + "\"";
    }
}
