package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.JobPlan;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.PlanReport;
import io.caravan.operations.Quantity;
import io.caravan.plan.ChangeKind;

/**
 * What would be done, job by job.
 *
 * @param shown    how many changes of each job are printed; 0: all
 * @param exitCode {@link ExitCode#CHANGES_PENDING} when that was asked for and there are changes
 */
record PlanResult(PlanReport document, int shown, ExitCode exitCode) implements Result {

    private static final int IDENTITY = 8;
    private static final int KIND = 9;
    private static final int ACCOUNT = 24;
    private static final int DETAILS = 90;

    @Override
    public void print(TextOut out) {
        for (JobPlan job : document.jobs()) {
            out.line(out.paint(Style.STRONG, job.job()) + " (" + (job.direction().equals("inbound") ? job.system() + " → hub" : "hub → " + job.system()) + ")");
            int room = shown == 0 ? Integer.MAX_VALUE : shown;
            job.changes().stream().limit(room).forEach(change -> out.line(line(out, change)));
            job.undecided().stream().limit(room).forEach(undecided -> out.line("  " + out.paint(Style.BAD, "?") + " " + padded(undecided.identity(), IDENTITY)
                    + " " + padded(undecided.kind(), KIND) + " " + VisibleText.of(undecided.reason())));
            long hidden = Math.max(0, job.changes().size() - room) + Math.max(0, job.undecided().size() - room);
            if (hidden > 0) {
                out.line("    … and " + Quantity.grouped(hidden) + " more");
            }
            if (!job.changes().isEmpty() || !job.undecided().isEmpty()) {
                out.line();
            }
            out.line(summary(job));
            job.failure().ifPresent(failure -> out.line(out.paint(Style.BAD, "Incomplete: ") + VisibleText.of(failure)));
            job.guard().forEach(breach -> out.line(out.paint(Style.BAD, "Guard: ") + breach));
            out.line();
        }
        LeftBehindText.print(out, document.leftBehind());
    }

    private static String line(TextOut out, ShownChange change) {
        ChangeKind kind = ChangeKind.valueOf(change.kind().toUpperCase(java.util.Locale.ROOT));
        Style style = kind.removes() ? Style.BAD : kind == ChangeKind.UPDATE ? Style.CHANGED : Style.GOOD;
        String details = change.reason().isEmpty() || kind == ChangeKind.LINK ? attributes(change) : VisibleText.of(change.reason());
        return ("  " + out.paint(style, kind.symbol()) + " " + padded(change.identity(), IDENTITY) + " " + padded(kind.word(), KIND) + " "
                + padded(change.account(), ACCOUNT) + " " + details).stripTrailing();
    }

    private static String attributes(ShownChange change) {
        String all = String.join(", ", change.attributes().stream().map(ChangedAttribute::text).toList());
        return all.codePointCount(0, all.length()) <= DETAILS ? all : all.substring(0, all.offsetByCodePoints(0, DETAILS - 1)) + "…";
    }

    private static String summary(JobPlan job) {
        StringBuilder line = new StringBuilder("Plan: ");
        for (ChangeKind kind : ChangeKind.values()) {
            long count = job.counts().getOrDefault(kind.word(), 0L);
            boolean alwaysNamed = kind == ChangeKind.CREATE || kind == ChangeKind.UPDATE || kind == ChangeKind.DISABLE || kind == ChangeKind.DELETE;
            if (count > 0 || alwaysNamed) {
                line.append(line.length() > 6 ? ", " : "").append(Quantity.grouped(count)).append(' ').append(kind.word());
            }
        }
        long undecided = job.counts().getOrDefault("undecided", 0L);
        if (undecided > 0) {
            line.append(", ").append(Quantity.grouped(undecided)).append(" cannot be decided");
        }
        return line.append("; ").append(Quantity.grouped(job.counts().getOrDefault("unchanged", 0L))).append(" unchanged, ")
                .append(Quantity.grouped(job.counts().getOrDefault("skipped", 0L))).append(" skipped.").toString();
    }

    private static String padded(String text, int width) {
        String plain = VisibleText.of(text);
        return plain + " ".repeat(Math.max(0, width - plain.codePointCount(0, plain.length())));
    }
}
