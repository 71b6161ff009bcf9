package io.caravan.cli;

import io.caravan.cycle.Cycle;
import io.caravan.cycle.CycleListener;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Shows a cycle's steps. Steps overlap, since records stream through them: shown is the one that began last, the others
 * are counted meanwhile. Thread-safe.
 */
final class CycleProgress implements CycleListener {

    private final ProgressView view;
    private final Map<String, Long> done = new HashMap<>();
    private String shown = "";

    CycleProgress(ProgressView view) {
        this.view = view;
    }

    @Override
    public synchronized void begins(Cycle cycle, String step, long expected) {
        shown = name(cycle, step);
        done.put(shown, 0L);
        view.begin(shown, expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected));
    }

    @Override
    public synchronized void advances(Cycle cycle, String step, long more) {
        String name = name(cycle, step);
        long reached = done.merge(name, more, Long::sum);
        if (name.equals(shown)) {
            view.reached(reached);
        }
    }

    @Override
    public synchronized void ends(Cycle cycle, String step) {
        String name = name(cycle, step);
        done.remove(name);
        if (name.equals(shown)) {
            view.end();
            shown = "";
        }
    }

    private static String name(Cycle cycle, String step) {
        return cycle.job().name() + ": " + step;
    }
}
