package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.identity.Identity;
import io.caravan.mapping.OutboundJob;
import java.util.List;
import java.util.Optional;
import net.openhft.hashing.LongHashFunction;

/** The fingerprint by which a change is recognised: by a saved plan, and by a dead letter that waits for a different one. */
final class Basis {

    private Basis() {
    }

    static String of(OutboundJob job, Identity identity, ChangeKind kind, Optional<String> anchor, List<AttributeChange> changes,
                     Optional<Boolean> enabled) {
        StringBuilder text = new StringBuilder(256);
        text.append(job.name()).append('\u0000').append(identity.key()).append('\u0000').append(kind).append('\u0000')
                .append(anchor.orElse("")).append('\u0000').append(enabled.map(String::valueOf).orElse(""));
        for (AttributeChange change : changes) {
            text.append('\u0000').append(change.name()).append('\u0001').append(change.before()).append('\u0001').append(change.after());
        }
        return String.format("%016x%016x", LongHashFunction.xx3().hashChars(text), LongHashFunction.xx3(1).hashChars(text));
    }
}
