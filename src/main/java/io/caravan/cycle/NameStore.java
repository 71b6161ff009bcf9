package io.caravan.cycle;

import java.time.Instant;
import java.util.Optional;

/** Unique names (logins, mailboxes) given to identities; one namespace may serve many jobs. */
public interface NameStore {

    /** The name the identity has in the namespace. */
    Optional<String> given(String namespace, long identityId);

    /**
     * Gives the name to the identity, unless somebody has it or had it and it may not be reused yet. Compared without
     * regard to case.
     *
     * @return whether the identity has the name now
     */
    boolean give(String namespace, String name, long identityId, Instant now);

    /** Sets a name free at a moment; until then nobody else gets it. */
    void release(String namespace, long identityId, Instant freeAt);

    /** Whether nobody has the name (or only this identity). */
    boolean isFree(String namespace, String name, long identityId, Instant now);
}
