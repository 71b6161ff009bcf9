package io.caravan.operations;

import io.caravan.engine.CycleListener;

/** Hears how the jobs get on that somebody waits for. Called from several threads; must be quick. */
public interface JobProgress {

    /** The step that reads a source. */
    String READ = CycleListener.READ;
    /** The step that sends changes to a target. */
    String DISPATCH = CycleListener.DISPATCH;

    /** A step of a job begins; {@code expected} is how much there is to do, -1 when not known. */
    void begins(String job, String step, long expected);

    /** So much more of the step's work is done. */
    void advances(String job, String step, long more);

    void ends(String job, String step);

    /** Nobody looks. */
    JobProgress NONE = new JobProgress() {
        @Override
        public void begins(String job, String step, long expected) {
        }

        @Override
        public void advances(String job, String step, long more) {
        }

        @Override
        public void ends(String job, String step) {
        }
    };
}
