package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds defines and attributes that depend on themselves. */
final class Circles {

    /** One named value: what it uses, and where its key stands. */
    record Value(Set<String> uses, io.caravan.diagnostic.Position position) {
    }

    private final Map<String, Value> values;
    private final Problems problems;
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> done = new HashSet<>();

    private Circles(Map<String, Value> values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** Reports every circle once. */
    static void report(Map<String, Value> values, Problems problems) {
        Circles circles = new Circles(values, problems);
        values.keySet().forEach(circles::follow);
    }

    private void follow(String name) {
        if (path.contains(name)) {
            reportCircle(name);
        } else if (values.containsKey(name) && done.add(name)) {
            path.addLast(name);
            values.get(name).uses().stream().sorted().forEach(this::follow);
            path.removeLast();
        }
    }

    private void reportCircle(String name) {
        List<String> all = new ArrayList<>(path);
        List<String> circle = new ArrayList<>(all.subList(all.indexOf(name), all.size()));
        circle.add(name);
        problems.add(Problem.error(ProblemCode.CIRCULAR_VALUE, values.get(name).position(),
                "\"" + name + "\" depends on itself: " + String.join(" uses ", circle),
                "read from ${body[…]} in one of them, or remove one of the uses"));
    }
}
