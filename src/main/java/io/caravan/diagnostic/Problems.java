package io.caravan.diagnostic;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers problems, so that everything wrong is reported in one run. Not thread-safe. */
public final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public void addAll(Collection<Problem> problems) {
        problems.forEach(this::add);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /** How many of them are errors: a warning makes nothing unusable. */
    public long errors() {
        return found.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
    }

    public int size() {
        return found.size();
    }

    /** All of them, in the order of their places. */
    public List<Problem> inOrder() {
        return found.stream().sorted().toList();
    }
}
