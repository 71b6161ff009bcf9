package io.caravan.cli;

import io.caravan.operations.AccessReport;
import io.caravan.operations.ChangesReport;
import io.caravan.operations.LeaversReport;
import io.caravan.operations.OpenProject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan report …}: for an audit. */
@Command(name = "report", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Reports for an audit: who had access on a day, what was changed, how soon leavers lost access. As text, CSV, JSON, or one HTML page to print.")
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new ReportCommand()).addSubcommand(new Access(session)).addSubcommand(new Changes(session)).addSubcommand(new Leavers(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    /** From when until when. */
    private static final class Span {

        @Option(names = "--since", paramLabel = "WHEN", defaultValue = "30d",
                description = "From then on: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or how long ago (90m, 12h, 7d). Default: 30d.")
        private String since;

        @Option(names = "--until", paramLabel = "WHEN", description = "Before then, in the same forms (default: now).")
        private Optional<String> until = Optional.empty();

        Instant since(Session session) {
            return WhenText.moment(since, session.clock().instant());
        }

        Instant until(Session session) {
            Instant now = session.clock().instant();
            return until.map(text -> WhenText.moment(text, now)).orElseGet(() -> now.plusMillis(1)); // what happened at this moment is part of it
        }
    }

    /** {@code caravan report access --on DATE}. */
    @Command(name = "access", mixinStandardHelpOptions = true,
            description = "Who had which account open at the end of a day, since when and why: from the provisioning log, whose chain is verified first.")
    private static final class Access implements Callable<Integer> {

        private final Session session;

        @Option(names = "--on", paramLabel = "DATE", required = true, description = "The day (2026-11-30, in caravan.zone), or a moment (2026-11-30T08:00:00Z).")
        private String on;

        @Mixin
        private final ReportForm form = new ReportForm();

        Access(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.look()) {
                return form.finish(session, "report access", new AccessReportResult(AccessReport.of(project, on)));
            }
        }
    }

    /** {@code caravan report changes}. */
    @Command(name = "changes", mixinStandardHelpOptions = true, description = "What was done to accounts in a span of time: each change, and how many on each day.")
    private static final class Changes implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Span span = new Span();

        @Mixin
        private final ReportForm form = new ReportForm();

        Changes(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.look()) {
                return form.finish(session, "report changes", new ChangesReportResult(ChangesReport.of(project, span.since(session), span.until(session))));
            }
        }
    }

    /** {@code caravan report leavers}. */
    @Command(name = "leavers", mixinStandardHelpOptions = true,
            description = "How long it took until those who left lost their accounts, by target, and who still has one (exit code 4).")
    private static final class Leavers implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Span span = new Span();

        @Mixin
        private final ReportForm form = new ReportForm();

        Leavers(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.look()) {
                return form.finish(session, "report leavers", new LeaversReportResult(LeaversReport.of(project, span.since(session), span.until(session))));
            }
        }
    }
}
