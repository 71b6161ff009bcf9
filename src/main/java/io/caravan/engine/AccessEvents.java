package io.caravan.engine;

import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a change that went through says of somebody's access. */
final class AccessEvents {

    private static final String ACCOUNT = "account";

    private AccessEvents() {
    }

    /** Of an account that is open from here on, or not any more; empty where that is as it was. */
    static Optional<Event> ofAccount(OutboundJob job, Change change, Link before, Link after, Instant now) {
        boolean was = before.state() == LinkState.ENABLED;
        boolean is = after.state() == LinkState.ENABLED;
        if (was == is) {
            return Optional.empty();
        }
        Map<String, Object> told = of(job, change);
        before.anchor().or(after::anchor).ifPresent(anchor -> told.put(ACCOUNT, anchor));
        told.put("before", Map.of("state", before.state().word()));
        told.put("after", Map.of("state", after.state().word()));
        change.because().ifPresent(because -> told.put("reason", Sentences.of(because)));
        return Optional.of(new Event(is ? Event.Kind.ACCESS_GRANTED : Event.Kind.ACCESS_ENDED, now, change.subject(), told));
    }

    /** Of somebody who was put into a group, or taken out. */
    static Event ofMember(OutboundJob job, Change change, Change.Member member, Instant now) {
        boolean joins = change.kind() == ChangeKind.JOIN;
        Map<String, Object> told = of(job, change);
        told.put("group", change.identityKey());
        told.put(ACCOUNT, member.name());
        told.put("before", joins ? Map.of() : Map.of("group", change.identityKey()));
        told.put("after", joins ? Map.of("group", change.identityKey()) : Map.of());
        told.put("reason", Sentences.of(member.because()));
        return new Event(joins ? Event.Kind.ACCESS_GRANTED : Event.Kind.ACCESS_ENDED, now, member.subject(), told);
    }

    private static Map<String, Object> of(OutboundJob job, Change change) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("job", job.name());
        told.put("system", job.system());
        told.put("object", job.object());
        told.put("operation", change.kind().word());
        return told;
    }
}
