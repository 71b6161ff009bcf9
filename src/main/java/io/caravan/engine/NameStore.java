package io.caravan.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

/** Unique names (logins, mailboxes) given to identities; one namespace may serve many jobs. */
public interface NameStore {

    /** The names these identities have in the namespace; who has none has no entry. */
    Map<Long, String> given(String namespace, Collection<Long> identityIds);

    /**
     * Gives the name to the identity, unless somebody has it or had it and it may not be reused yet. Compared without
     * regard to case.
     *
     * @return whether the identity has the name now
     */
    boolean give(String namespace, String name, long identityId, Instant now);

    /** Sets a name free at a moment; until then nobody else gets it. */
    void release(String namespace, long identityId, Instant freeAt);

    /** Who has the name, or had it and it may not be reused yet; empty when it is free. */
    OptionalLong holder(String namespace, String name, Instant now);
}
