package io.caravan.mapping;

import io.caravan.identity.Kind;
import java.util.List;
import java.util.Optional;

/** One mapping file: source → hub or hub → target. */
public sealed interface Job permits InboundJob, OutboundJob {

    /** The file's name without its ending, and the file's {@code job:} key. */
    String name();

    String description();

    /** The connected system on the far side of the hub. */
    String system();

    /** What it brings into the hub, or takes from there. A mapping file can name no other kind yet than persons. */
    default Kind kind() {
        return Kind.PERSON;
    }

    /** The kind of object in that system. */
    String object();

    Schedule schedule();

    List<MatchRule> match();

    Mapping mapping();

    List<Example> examples();

    /** The mapping file, as it is named in messages. */
    String file();

    /** Changes exactly when the meaning of the file (or of a lookup table beside it) may have changed. */
    String fingerprint();

    /** Who the job is for; empty: everybody. */
    Optional<Condition> include();
}
