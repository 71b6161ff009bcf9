package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.GroupsStatus;
import io.caravan.operations.GroupsStatus.OfGroup;
import io.caravan.operations.Quantity;
import io.caravan.subject.Kind;
import java.util.List;

/** Where the groups, and the assignments, that follow from rules stand. */
final class GroupsStatusText {

    private static final int INDENT = 2;
    /** A rule may give thousands of groups: those that wait for somebody are named in any case. */
    private static final int NAMED = 20;

    private GroupsStatusText() {
    }

    static void print(TextOut out, GroupsStatus groups) {
        long plain = groups.groups().stream().filter(group -> !isApplication(group)).count();
        long assigned = groups.groups().stream().filter(GroupsStatusText::isApplication).map(OfGroup::group).distinct().count();
        String counted = (plain > 0 || assigned == 0 ? out.paint(Style.STRONG, Quantity.grouped(plain)) + (plain == 1 ? " group" : " groups") : "") + (plain > 0 && assigned > 0 ? " and " : "")
                + (assigned > 0 ? out.paint(Style.STRONG, Quantity.grouped(assigned)) + (assigned == 1 ? " application or role" : " applications or roles") : "");
        out.line(counted + " by " + Quantity.of(groups.rules(), "rule")
                + groups.computed().map(moment -> ", worked out " + moment).orElse(", not worked out yet"));
        List<OfGroup> held = groups.groups().stream().filter(group -> group.joinsHeld() + group.leavesHeld() > 0).toList();
        List<OfGroup> named = groups.groups().stream().filter(group -> !held.contains(group)).limit(Math.max(0, NAMED - held.size())).toList();
        Table table = new Table(assigned > 0 ? plain > 0 ? "GROUP, APPLICATION" : "APPLICATION" : "GROUP", "RULE", "MEMBERS", "HELD").numbers("MEMBERS");
        table.styled("HELD", text -> text.equals("-") ? java.util.Optional.empty() : java.util.Optional.of(Style.BAD));
        held.forEach(group -> row(table, group));
        named.forEach(group -> row(table, group));
        if (!held.isEmpty() || !named.isEmpty()) {
            table.print(out);
        }
        int more = groups.groups().size() - held.size() - named.size();
        if (more > 0) {
            out.line("… and " + Quantity.of(more, "more group"));
        }
        if (!groups.message().isEmpty()) {
            out.paragraph(out.paint(Style.BAD, "Group rules " + groups.status().word()) + ": ", INDENT, groups.message());
        }
    }

    private static boolean isApplication(OfGroup group) {
        return group.kind().equals(Kind.APPLICATION.name());
    }

    private static void row(Table table, OfGroup group) {
        String held = (group.joinsHeld() > 0 ? group.joinsHeld() + " to join" : "") + (group.joinsHeld() > 0 && group.leavesHeld() > 0 ? ", " : "")
                + (group.leavesHeld() > 0 ? group.leavesHeld() + " to leave" : "");
        table.row(VisibleText.of(group.group()), group.rule(), Quantity.grouped(group.members()), held.isEmpty() ? "-" : held);
    }
}
