package io.caravan.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers, as tables show them, and the middle one of several. */
public final class Figures {

    private Figures() {
    }

    /** With three digits that say something. */
    public static String text(double number) {
        double size = Math.abs(number);
        return size >= 100 ? String.format(Locale.ROOT, "%,.0f", number) : size >= 10 ? String.format(Locale.ROOT, "%.1f", number)
                : String.format(Locale.ROOT, size >= 0.1 || size == 0 ? "%.2f" : "%.3f", number);
    }

    /** {@code 512 MB}; empty text for 0, which means unknown. */
    public static String bytes(long bytes) {
        return bytes == 0 ? "" : String.format(Locale.ROOT, "%,d MB", bytes >> 20);
    }

    /** {@code 1,234 adds/s, 987 people/s}. */
    public static String line(Map<String, Double> figures) {
        return figures.entrySet().stream().map(figure -> text(figure.getValue()) + " " + figure.getKey()).collect(Collectors.joining(", "));
    }

    /** The median. */
    public static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
