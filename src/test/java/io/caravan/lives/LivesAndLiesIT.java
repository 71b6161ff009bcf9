package io.caravan.lives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A company whose people join, move, marry, leave and come back at random, while its files, its database, its application and
 * its directory are wrong in every way we know, and the process is killed. After each step nobody has been opened or closed whom
 * the truth did not move, nobody has two accounts or somebody else's values, and nobody was left behind in silence. Once all is
 * mended, every target equals the truth within two full cycles.
 *
 * <p>{@code -Dlives.seed=N} runs one seed, {@code -Dlives.seeds=N-M} those, {@code -Dlives.seeds=failed} all that have failed once. Without
 * either, the newest {@value #USUALLY} of these are run: more take too long for every build.
 */
class LivesAndLiesIT {

    private static final long[] FAILED_ONCE = {1, 2, 4, 5, 9, 10, 15, 29, 32, 34, 43, 44, 46, 48, 50, 52, 57, 84, 93, 94, 117, 120, 129, 139, 146, 149,
        169, 178, 187, 216, 751, 790, 833, 361, 857, 892, 885, 980};

    private static final int USUALLY = 20;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        String wanted = System.getProperty("lives.seed", System.getProperty("lives.seeds", ""));
        if (wanted.isEmpty() || wanted.equals("failed")) {
            return LongStream.of(FAILED_ONCE).skip(wanted.isEmpty() ? FAILED_ONCE.length - USUALLY : 0);
        }
        String[] ends = wanted.split("-");
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverLiesNobodyIsOpenedOrClosedWithoutReason(long seed) throws IOException {
        try (Trial trial = new Trial(seed, Files.createDirectories(folder.resolve("trial-" + seed)), Cast.all())) {
            trial.run();
        }
    }
}
