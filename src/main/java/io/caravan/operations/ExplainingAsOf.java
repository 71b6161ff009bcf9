package io.caravan.operations;

import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What somebody had on a day that is over, and what she will have on one to come: the one is told from the log, the other is worked out. */
public final class ExplainingAsOf {

    private ExplainingAsOf() {
    }

    /**
     * As of a day in the project's zone, or a moment; now is over.
     *
     * @param kind   only of this kind
     * @param job    only this job; else every job that writes to a target
     * @param past   makes something of what was
     * @param future makes something of what will be
     * @throws Refusal when it is neither day nor moment, too far ahead, or before the log begins; when nobody is meant, or several are
     */
    public static <T> T explain(OpenProject project, String who, Optional<Kind> kind, Optional<String> job, String asOf, Function<PastExplanation, T> past, Function<ForetoldExplanation, T> future) {
        Instant at = Foretelling.moment(project, asOf);
        return at.isAfter(project.now()) ? future.apply(ExplainingTheFuture.explain(project, who, kind, job, asOf, at))
                : past.apply(ExplainingThePast.explain(project, who, kind, job, asOf, at));
    }
}
