package io.caravan.cli;

import io.caravan.operations.AssignmentList;
import io.caravan.operations.AssignmentList.Assignment;
import io.caravan.operations.Quantity;
import io.caravan.subject.Kind;

/** Assignments, and who said so. */
record AssignmentsResult(AssignmentList document) implements Tabular {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (!document.assignments().isEmpty()) {
            Table table = new Table("WHO", "APPLICATION", "ROLE", "BY", "FROM", "UNTIL", "NOW");
            document.assignments().forEach(one -> table.row((one.kind().equals(Kind.GROUP.name()) ? "group " : "") + WhoText.inTable(one.identity(), one.display()), one.application(),
                    one.role().orElse("-"), one.origin(), one.from().map(MomentText::of).orElse("-"), one.until().map(MomentText::of).orElse("-"), now(one)));
            table.print(out);
            out.line();
        }
        out.line(document.assignments().isEmpty() ? "Nobody is assigned." : Quantity.of(document.assignments().size(), "assignment") + ".");
    }

    private static String now(Assignment one) {
        return one.holds() ? "yes" : "no";
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("identity", "kind", "application", "role", "origin", "from", "until", "holds");
        document.assignments().forEach(one -> table.row(one.identity(), one.kind(), one.application(), one.role().orElse(""), one.origin(), one.from().orElse(""),
                one.until().orElse(""), String.valueOf(one.holds())));
        return table;
    }
}
