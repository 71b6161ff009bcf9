package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.LeftBehind;
import io.caravan.operations.Quantity;
import java.util.List;

/** Names who was left behind, why, and what to do about it. */
final class LeftBehindText {

    private static final int INDENT = 4;

    private LeftBehindText() {
    }

    static void print(TextOut out, List<LeftBehind> left) {
        for (LeftBehind group : left) {
            out.line(out.paint(Style.BAD, "Left behind") + " in " + group.job() + ": " + Quantity.grouped(group.count()) + " (" + group.cause() + ")");
            group.some().forEach(person -> out.paragraph("  " + WhoText.of(person.who(), person.display()) + ": ", INDENT, person.why()));
            if (group.count() > group.some().size()) {
                out.line("  and " + Quantity.grouped(group.count() - group.some().size()) + " more");
            }
            out.paragraph("  Next: ", INDENT, group.next());
        }
    }
}
