package io.caravan.cli;

import io.caravan.operations.JobProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Shows a cycle's steps. Steps overlap, since records stream through them: shown is the one that began last, the others
 * are counted meanwhile. Thread-safe.
 */
final class CycleProgress implements JobProgress {

    private final ProgressView view;
    private final Map<String, Long> done = new HashMap<>();
    private String shown = "";

    CycleProgress(ProgressView view) {
        this.view = view;
    }

    @Override
    public synchronized void begins(String job, String step, long expected) {
        shown = name(job, step);
        done.put(shown, 0L);
        view.begin(shown, expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected));
    }

    @Override
    public synchronized void advances(String job, String step, long more) {
        String name = name(job, step);
        long reached = done.merge(name, more, Long::sum);
        if (name.equals(shown)) {
            view.reached(reached);
        }
    }

    @Override
    public synchronized void ends(String job, String step) {
        String name = name(job, step);
        done.remove(name);
        if (name.equals(shown)) {
            view.end();
            shown = "";
        }
    }

    private static String name(String job, String step) {
        return job + ": " + step;
    }
}
