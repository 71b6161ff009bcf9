package io.caravan.docs;

import java.util.ArrayList;
import java.util.List;

/** Output as a page shows it: {@code …} stands for whatever differs each time, a line of it alone for any lines. */
public final class ShownOutput {

    private static final String ANYTHING = "…";

    private ShownOutput() {
    }

    /** What differs between what is shown and what came; empty when it is the same. */
    public static String difference(String shown, String came) {
        List<String> expected = lines(shown);
        List<String> actual = lines(came);
        int at = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).strip().equals(ANYTHING)) {
                if (i + 1 == expected.size()) {
                    return "";
                }
                while (at < actual.size() && !same(expected.get(i + 1), actual.get(at))) {
                    at++;
                }
            } else if (at == actual.size()) {
                return "shown, but did not come: " + expected.get(i);
            } else if (!same(expected.get(i), actual.get(at++))) {
                return "shown: " + expected.get(i) + "\n came: " + actual.get(at - 1);
            }
        }
        return at == actual.size() ? "" : "came, but is not shown: " + actual.get(at);
    }

    /** Empty lines at both ends do not count. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().map(String::stripTrailing).toList());
        while (!lines.isEmpty() && lines.get(0).isEmpty()) {
            lines.remove(0);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static boolean same(String shown, String came) {
        String[] fixed = shown.split(ANYTHING, -1);
        int at = 0;
        for (int i = 0; i < fixed.length; i++) {
            int found = came.indexOf(fixed[i], at);
            boolean last = i == fixed.length - 1;
            if (found < 0 || i == 0 && found != 0) {
                return false;
            }
            at = found + fixed[i].length();
            if (last && at != came.length()) {
                return fixed.length > 1 && came.endsWith(fixed[i]) && came.length() - fixed[i].length() >= found;
            }
        }
        return true;
    }
}
