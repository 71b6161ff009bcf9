package io.caravan.diagnostic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers problems, so that everything wrong is reported in one run. Not thread-safe. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public void addAll(Collection<Problem> problems) {
        problems.forEach(this::add);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    public int size() {
        return found.size();
    }

    /** All of them, in the order of their places. */
    public List<Problem> inOrder() {
        return found.stream().sorted().toList();
    }
}
