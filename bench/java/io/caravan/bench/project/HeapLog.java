package io.caravan.bench.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's {@code -Xlog:gc} tells of its heap.
 *
 * @param mostMegabytes                what was in use at most, garbage included
 * @param mostMegabytesAfterCollection what was left at most when garbage had been taken out
 * @param pausedSeconds                how long everything stood still, all together
 */
public record HeapLog(double mostMegabytes, double mostMegabytesAfterCollection, double pausedSeconds) {

    private static final Pattern COLLECTION = Pattern.compile(" Pause .* (\\d+)([KMG])->(\\d+)([KMG])\\(\\d+[KMG]\\) ([0-9.]+)ms");

    public static HeapLog read(Path log) throws IOException {
        double before = 0;
        double after = 0;
        double millis = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                before = Math.max(before, megabytes(collection.group(1), collection.group(2)));
                after = Math.max(after, megabytes(collection.group(3), collection.group(4)));
                millis += Double.parseDouble(collection.group(5));
            }
        }
        return new HeapLog(before, after, millis / 1000);
    }

    private static double megabytes(String number, String unit) {
        return Long.parseLong(number) * switch (unit) {
            case "K" -> 1 / 1024.0;
            case "G" -> 1024.0;
            default -> 1.0;
        };
    }
}
