package io.caravan.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of the files that were read, so that a problem can be shown beside the line it is in.
 *
 * @param lines by file, as {@link io.caravan.diagnostic.Position#file()} names it; files that are not text are not in it
 */
public record SourceTexts(Map<String, List<String>> lines) {

    public SourceTexts {
        lines = Map.copyOf(lines);
    }

    public static SourceTexts none() {
        return new SourceTexts(Map.of());
    }

    /** The line with this number, counted from 1, if there is one. */
    public Optional<String> line(String file, int number) {
        List<String> all = lines.getOrDefault(file, List.of());
        return number < 1 || number > all.size() ? Optional.empty() : Optional.of(all.get(number - 1));
    }
}
