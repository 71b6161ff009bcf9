package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.GroupPlan;
import io.caravan.operations.GroupPlan.Move;
import io.caravan.operations.Quantity;
import io.caravan.subject.Kind;
import java.util.List;

/** Who would join and leave groups by rule, and be assigned to applications. */
final class GroupPlanText {

    private static final int INDENT = 6;

    private GroupPlanText() {
    }

    /** @param room how many people of each group are named */
    static void print(TextOut out, List<GroupPlan> groups, int room, boolean wide) {
        for (GroupPlan group : groups) {
            out.line(out.paint(Style.STRONG, VisibleText.of(group.group())) + " (" + group.kind() + (group.created() ? ", new" : "") + ")");
            boolean assigns = group.kind().equals(Kind.APPLICATION.name());
            moves(out, group.joins(), "+", assigns ? "assign" : "join", room, wide);
            moves(out, group.leaves(), "-", assigns ? "unassign" : "leave", room, wide);
            out.paragraph("", INDENT, assigns ? "Application: " + Quantity.grouped(group.joins().size()) + " would be assigned, " + Quantity.grouped(group.leaves().size()) + " not any more."
                    : "Group: " + Quantity.of(group.joins().size(), "join") + ", " + Quantity.of(group.leaves().size(), "leave") + ".");
            group.guard().forEach(breach -> out.paragraph(out.paint(Style.BAD, "Guard: "), 2, breach));
            out.line();
        }
    }

    private static void moves(TextOut out, List<Move> moves, String symbol, String word, int room, boolean wide) {
        moves.stream().limit(room).forEach(move -> out.paragraph("  " + out.paint(symbol.equals("+") ? Style.GOOD : Style.BAD, symbol) + " "
                + (wide ? WhoText.whole(move.who(), move.display()) : WhoText.inTable(move.who(), move.display())) + "  " + (move.held() ? "held" : word) + "  ", INDENT, move.why()));
        if (moves.size() > room) {
            out.line("    … and " + Quantity.grouped(moves.size() - room) + " more");
        }
    }
}
