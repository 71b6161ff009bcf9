package io.caravan.runtime;

import java.time.Instant;
import java.util.Map;

/** Writes the reports that go to {@code direct:report}, from the provisioning log. */
@FunctionalInterface
public interface Reporter {

    /**
     * What the route gets beside who gets it and from when until when it tells.
     *
     * @param each  whether every change is told of, or only how many
     * @param until not part of it
     * @return at least the texts {@code subject} and {@code text}
     */
    Map<String, Object> write(boolean each, Instant since, Instant until);
}
