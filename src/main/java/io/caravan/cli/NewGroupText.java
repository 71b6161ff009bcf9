package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.MemberState;
import io.caravan.operations.NewGroup;
import io.caravan.operations.Quantity;
import io.caravan.plan.ChangeKind;
import java.util.ArrayList;
import java.util.List;

/** Who would come into groups that a target does not have yet. */
final class NewGroupText {

    private static final int INDENT = 6;

    private NewGroupText() {
    }

    static void print(TextOut out, List<NewGroup> groups, PlanResult.Layout layout) {
        groups.stream().limit(layout.room()).forEach(group -> {
            out.paragraph("  " + out.paint(Style.STRONG, VisibleText.of(group.group())) + ": ", INDENT, text(group));
            if (layout.wide()) {
                group.members().stream().limit(layout.room()).forEach(member -> out.line("    " + out.paint(Style.GOOD, "+") + " " + WhoText.whole(member.who(), member.display())));
                if (group.members().size() > layout.room()) {
                    out.line("      … and " + Quantity.grouped(group.members().size() - layout.room()) + " more");
                }
            }
        });
        if (groups.size() > layout.room()) {
            out.line("  … and " + Quantity.of(groups.size() - layout.room(), "more new group"));
        }
    }

    private static String text(NewGroup group) {
        List<String> leftOut = new ArrayList<>();
        group.leftOut().forEach((why, count) -> leftOut.add(leftOut(why, count)));
        long members = group.members().size();
        String comes = group.kind().equals(ChangeKind.LINK.word()) ? Quantity.of(members, "member") + (members == 1 ? " is" : " are") + " to be in it; who is not would join "
                : (members == 0 ? "nobody" : Quantity.of(members, "member")) + " would join ";
        return comes + when(group) + (leftOut.isEmpty() ? "" : "; left out: " + String.join(", ", leftOut));
    }

    /** When its members come. */
    static String when(NewGroup group) {
        return group.kind().equals(ChangeKind.LINK.word()) ? "once it is linked" : "once it is created";
    }

    /** {@code 3 have no account}. */
    static String leftOut(MemberState why, long count) {
        return Quantity.grouped(count) + switch (why) {
            case ACCOUNT_CLOSED -> count == 1 ? " whose account is closed" : " whose accounts are closed";
            case ACCOUNT_UNCLEAR -> " of whose account nobody knows how it stands";
            default -> " without an account";
        };
    }
}
