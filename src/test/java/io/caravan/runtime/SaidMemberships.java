package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.engine.StateStore;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Memberships that a test puts into the hub, as sources, rules and operators do. */
record SaidMemberships(Project project) {

    void say(String group, Origin origin, String... people) {
        save(true, group, origin, people);
    }

    void sayNoMore(String group, Origin origin, String... people) {
        save(false, group, origin, people);
    }

    private void save(boolean member, String group, Origin origin, String... people) {
        try (StateStore store = Stores.open(project)) {
            long in = store.hub().identitiesByKey(Kind.GROUP, List.of(group)).get(group).id();
            Map<String, Identity> known = store.hub().identitiesByKey(Kind.PERSON, Arrays.asList(people));
            List<Membership> said = Arrays.stream(people).map(known::get).map(one -> new Membership(in, one.id(), origin, Optional.empty(), Optional.empty())).toList();
            if (member) {
                store.memberships().save(said);
            } else {
                store.memberships().remove(said);
            }
        }
    }
}
