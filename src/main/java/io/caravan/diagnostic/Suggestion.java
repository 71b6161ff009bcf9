package io.caravan.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Did you mean …? Finds the known word nearest to an unknown one. */
public final class Suggestion {

    private Suggestion() {
    }

    /**
     * The known word within a third of the length in edits (at least one, a mere difference in case always), else empty.
     * Of several that are equally near, the first by the alphabet, whatever order they come in.
     */
    public static Optional<String> nearest(String unknown, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, unknown.length() / 3) + 1;
        for (String word : known.stream().sorted().toList()) {
            int distance = word.equalsIgnoreCase(unknown) ? 0
                    : distance(unknown.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = word;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The known name that is the same but for case, blanks, underscores and other signs, as far as letters and digits go; else the {@link #nearest}. */
    public static Optional<String> similar(String unknown, Collection<String> known) {
        String bare = bare(unknown);
        return known.stream().sorted().filter(name -> !bare.isEmpty() && bare(name).equals(bare)).findFirst().or(() -> nearest(unknown, known));
    }

    private static String bare(String name) {
        return name.codePoints().filter(Character::isLetterOrDigit).map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
    private static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            edits[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            edits[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int replace = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
