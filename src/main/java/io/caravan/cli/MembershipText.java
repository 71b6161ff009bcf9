package io.caravan.cli;

import io.caravan.operations.MembershipTally;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.List;

/** How many joined and left groups, in words. */
final class MembershipText {

    private MembershipText() {
    }

    /** {@code 12 joined, 3 left groups; 4 assigned; 2 name nobody whom the hub knows}. */
    static String of(MembershipTally tally) {
        List<String> says = new ArrayList<>();
        List<String> moves = new ArrayList<>();
        add(moves, tally.joined(), "joined");
        add(moves, tally.left(), "left");
        if (!moves.isEmpty()) {
            says.add(String.join(", ", moves) + " groups");
        }
        add(says, tally.assigned(), "assigned");
        add(says, tally.unassigned(), "not assigned any more");
        add(says, tally.changed(), tally.changed() == 1 ? "membership begins or ends at another time" : "memberships begin or end at another time");
        add(says, tally.unknown(), tally.unknown() == 1 ? "names nobody whom the hub knows" : "name nobody whom the hub knows");
        return String.join("; ", says);
    }

    private static void add(List<String> says, long count, String what) {
        if (count > 0) {
            says.add(Quantity.grouped(count) + " " + what);
        }
    }
}
