package io.caravan.mapping;

import io.caravan.subject.Kind;
import java.util.List;
import java.util.Optional;

/** One mapping file: source → hub or hub → target. */
public sealed interface Job permits InboundJob, OutboundJob {

    /** The file it is written in. */
    JobFile written();

    /** The connected system on the far side of the hub. */
    JobSide side();

    /** What it brings into the hub, or takes from there. */
    default Kind kind() {
        return side().kind();
    }

    Mapping mapping();

    default String name() {
        return written().name();
    }

    default String description() {
        return written().description();
    }

    default String file() {
        return written().file();
    }

    default String fingerprint() {
        return written().fingerprint();
    }

    default List<Example> examples() {
        return written().examples();
    }

    default String system() {
        return side().system();
    }

    default String object() {
        return side().object();
    }

    default Schedule schedule() {
        return side().schedule();
    }

    default Optional<Condition> include() {
        return side().include();
    }

    default List<MatchRule> match() {
        return side().match();
    }
}
