package io.caravan.operations;

import io.caravan.operations.DriftReport.Looked;
import io.caravan.plan.Drift;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where the connected systems do not agree on somebody. Targets were listed, sources are as they were read last; nothing was changed.
 *
 * @param at       when, ISO 8601
 * @param jobs     the targets that were listed
 * @param findings by kind, then by person
 */
public record InconsistencyReport(String at, List<Looked> jobs, List<Inconsistency> findings) {

    /** What does not go together. */
    public enum Kind {
        /** Somebody has left, or is out of scope, and has an account that is open. */
        FORMER_EMPLOYEE,
        /** Somebody has several accounts in one target. */
        TWO_ACCOUNTS,
        /** Systems say different things of an attribute. */
        DISAGREE;

        /** As it is shown: {@code former-employee}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One person, and what does not go together.
     *
     * @param kind      a word of {@link Kind}
     * @param attribute only of {@code disagree}: the hub's, or the target's where it is made of several
     * @param says      system by system
     * @param why       in words
     */
    public record Inconsistency(String kind, String identity, DisplayName display, Optional<String> attribute, List<Says> says, String why) {
        public Inconsistency {
            says = List.copyOf(says);
        }
    }

    /**
     * What one system has.
     *
     * @param job       that reads it, or writes to it; empty: the hub itself
     * @param account   what people call the account or record
     * @param id        its anchor
     * @param attribute as the system calls it, only of {@code disagree}
     * @param value     only of {@code disagree}; empty: none
     * @param counts    of {@code disagree}: whether that is what the hub takes for right; of {@code two-accounts}: whether the person is linked to it
     */
    public record Says(String system, String job, String account, String id, String attribute, Optional<Object> value, boolean counts) {
    }

    public InconsistencyReport {
        jobs = List.copyOf(jobs);
        findings = List.copyOf(findings);
    }

    /** Whether a target could not be listed at all. */
    public boolean hasFailed() {
        return jobs.stream().anyMatch(job -> job.failure().isPresent());
    }

    /** Whether there is nothing to look at, and nothing that may have been overlooked. */
    public boolean isClean() {
        return findings.isEmpty() && jobs.stream().noneMatch(job -> job.failure().isPresent() || job.incomplete().isPresent());
    }

    /**
     * Lists the targets of these jobs and compares.
     *
     * @param names all jobs that write to a target, when none is named
     * @throws Refusal when there is no such job, or it reads a source
     */
    public static InconsistencyReport of(OpenProject project, List<String> names) {
        DriftReport drift = DriftReport.of(project, names, Set.of(Drift.Kind.LEAVER_OPEN, Drift.Kind.SECOND_ACCOUNT, Drift.Kind.UNOWNED, Drift.Kind.ATTRIBUTE));
        return new InconsistencyReport(drift.at(), drift.jobs(), new Inconsistencies(project, drift).found());
    }
}
