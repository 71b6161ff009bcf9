package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.subject.Identity;
import io.caravan.subject.Reference;
import io.caravan.mapping.OutboundJob;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openhft.hashing.LongHashFunction;

/** The fingerprint by which a change is recognised: by a saved plan, and by a dead letter that waits for a different one. */
final class Basis {

    private static final LongHashFunction ONE = LongHashFunction.xx3();
    private static final LongHashFunction OTHER = LongHashFunction.xx3(1);

    private Basis() {
    }

    /** @param deferred whom it refers to, when some of these have no account yet and are referred to once they have */
    static String of(OutboundJob job, Identity identity, ChangeKind kind, Optional<String> anchor, List<AttributeChange> changes,
                     Optional<Boolean> enabled, Set<Reference> deferred) {
        StringBuilder text = new StringBuilder(256);
        text.append(job.name()).append('\u0000').append(identity.key()).append('\u0000').append(kind).append('\u0000')
                .append(anchor.orElse("")).append('\u0000').append(enabled.map(String::valueOf).orElse(""));
        for (AttributeChange change : changes) {
            text.append('\u0000').append(change.name()).append('\u0001').append(change.before()).append('\u0001').append(change.after());
        }
        deferred.stream().map(reference -> reference.by() + '\u0001' + reference.value()).sorted().forEach(reference -> text.append('\u0002').append(reference));
        char[] chars = new char[text.length()]; // from an array the same hash is quicker
        text.getChars(0, chars.length, chars, 0);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(ONE.hashChars(chars)) + hex.toHexDigits(OTHER.hashChars(chars));
    }
}
