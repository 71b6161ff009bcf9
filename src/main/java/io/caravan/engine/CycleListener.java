package io.caravan.engine;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.subject.Link;
import java.util.List;
import java.util.Map;

/** Hears how a cycle gets on, for progress on a terminal, metrics and notices. Called from several threads; must be quick. */
public interface CycleListener {

    /** The steps that are called otherwise than others, where somebody waits. */
    String READ = "read";
    String DISPATCH = "dispatch";

    /** A step begins; {@code expected} is how much there is to do, -1 when not known. */
    void begins(Cycle cycle, String step, long expected);

    /** So much more of the step's work is done. */
    void advances(Cycle cycle, String step, long more);

    void ends(Cycle cycle, String step);

    /** A target shows a linked account otherwise than it was known, or does not show it. */
    default void shown(Cycle cycle, Link known, Link now) {
    }

    /** A target shows who is in these groups; those that are not whole may have others, too. By the group's id. */
    default void membersShown(Cycle cycle, Map<Long, Boolean> whole) {
    }

    /** These dead letters are new, and stored. */
    default void deadLettered(Cycle cycle, List<DeadLetter> letters) {
    }

    CycleListener NONE = new CycleListener() {
        @Override
        public void begins(Cycle cycle, String step, long expected) {
        }

        @Override
        public void advances(Cycle cycle, String step, long more) {
        }

        @Override
        public void ends(Cycle cycle, String step) {
        }
    };
}
