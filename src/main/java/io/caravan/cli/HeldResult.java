package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.HeldChoice;
import io.caravan.operations.HeldPlan;
import io.caravan.operations.HeldPlan.JobPart;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.Quantity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is held, and nothing was decided of.
 *
 * @param choice   the options that chose it, as they are typed
 * @param rejected whether it is what somebody has rejected
 */
record HeldResult(HeldPlan.Shown document, String choice, boolean rejected) implements Result {

    private static final int INDENT = 2;

    static HeldResult of(HeldPlan held, HeldChoice choice) {
        return new HeldResult(new HeldPlan.Shown(held), choice.words(), choice.rejected());
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.HELD;
    }

    @Override
    public void print(TextOut out) {
        HeldPlan held = document.held();
        print(out, held);
        String how = " " + held.job() + choice + " --why TEXT --seen " + held.seen();
        out.paragraph("Next: ", INDENT, "send just these: caravan approve" + how);
        if (!rejected) {
            out.paragraph("Or: ", INDENT, "do not make them: caravan reject" + how);
        }
    }

    /** Each change, job by job. */
    static void print(TextOut out, HeldPlan held) {
        if (held.jobs().size() > 1) {
            out.paragraph("", INDENT, "What is decided holds for " + held.jobs().size() + " jobs, which hold changes of the same reading: "
                    + held.jobs().stream().map(JobPart::job).collect(Collectors.joining(", ")) + ".");
            out.line();
        }
        held.jobs().forEach(part -> print(out, part));
        if (held.rest() > 0) {
            out.paragraph("", INDENT, Quantity.of(held.rest(), "other change") + (held.rest() == 1 ? " stays" : " stay") + " held.");
            out.line();
        }
    }

    private static void print(TextOut out, JobPart part) {
        out.paragraph(out.paint(Style.STRONG, part.job()) + " ", INDENT, counts(part.kinds()) + part.since().map(since -> ", held since " + since).orElse("")
                + (part.why().isEmpty() ? "" : ": " + part.why()));
        part.groups().forEach(group -> out.paragraph("  ", INDENT + 2, group.group() + ": " + Stream.of(moves(group.leave(), "leave"), moves(group.join(), "join"))
                .filter(some -> !some.isEmpty()).collect(Collectors.joining(", "))));
        boolean members = !part.groups().isEmpty() && part.changes().size() == part.groups().stream().mapToLong(group -> group.join() + group.leave()).sum();
        Table table = new Table("WHO", "CHANGE", members ? "GROUP" : "ACCOUNT", "WHY");
        part.changes().forEach(change -> table.row(WhoText.inTable(change.identity(), change.display()), change.kind(), change.account(), why(change)));
        table.print(out);
        out.line();
    }

    private static String moves(long members, String what) {
        return members == 0 ? "" : Quantity.of(members, "member") + " would " + what;
    }

    static String counts(Map<String, Long> kinds) {
        return kinds.entrySet().stream().map(kind -> Quantity.grouped(kind.getValue()) + " " + kind.getKey()).collect(Collectors.joining(", "));
    }

    private static String why(ShownChange change) {
        return change.reason().isEmpty() ? change.attributes().stream().map(ChangedAttribute::text).collect(Collectors.joining(", ")) : change.reason();
    }

    /** Changes that were looked at, and what became of them instead. */
    static void notMade(TextOut out, String what, String rest, List<NotMade> changes) {
        if (!changes.isEmpty()) {
            out.line();
            out.paragraph(out.paint(Style.BAD, what) + ": ", INDENT, Quantity.of(changes.size(), "change") + rest);
            changes.forEach(change -> out.paragraph("  ", INDENT + 2, change.job() + ": " + change.identity() + " " + change.kind()
                    + (change.account().isEmpty() ? "" : " (" + change.account() + ")") + ": " + change.why()));
        }
    }
}
