package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Lifecycle;
import java.util.List;
import java.util.Set;

/** Whose word counts about who has left, where a source that makes people says so and one that only adds to them says something, too. */
final class LeavingAuthority {

    private static final Set<String> SAYS = Set.of(Lifecycle.STATUS, Lifecycle.END_DATE, Lifecycle.LAST_WORKING_DAY);

    private LeavingAuthority() {
    }

    /** Where one that adds to people is heard before one that makes them, and nobody has said so: between equals the name decides. */
    static void warn(List<InboundJob> inbound, Problems problems) {
        inbound.stream().filter(job -> !job.creates()).forEach(job -> job.mapping().attributes().values().stream().filter(rule -> SAYS.contains(rule.name()))
                .forEach(rule -> inbound.stream().filter(maker -> maker.creates() && maker.kind().equals(job.kind()) && isHeardBefore(rule, job, maker)).findFirst()
                        .ifPresent(maker -> problems.add(Problem.warning(ProblemCode.WHO_HAS_LEFT, rule.position(), "where " + maker.name() + ", which makes people, says that somebody has left, \""
                                + rule.name() + "\" of this job counts: its authority is no less, and nothing says that it is more", "give \"" + rule.name()
                                + "\" more authority in one of the two, or do not read it here")))));
    }

    private static boolean isHeardBefore(AttributeRule rule, InboundJob job, InboundJob maker) {
        AttributeRule other = maker.mapping().attributes().get(rule.name());
        if (other == null || rule.authority() > other.authority()) {
            return false;
        }
        int ended = maker.unlessThere().map(most -> Math.min(other.authority(), most.ended())).orElse(other.authority());
        return rule.authority() > ended || rule.authority() == ended && job.name().compareTo(maker.name()) < 0;
    }
}
