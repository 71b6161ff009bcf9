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
 * <p>{@code -Dlives.seed=N} runs one seed, {@code -Dlives.seeds=N} runs so many.
 */
class LivesAndLiesIT {

    private static final int SEEDS = 20;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        Long only = Long.getLong("lives.seed");
        return only == null ? LongStream.rangeClosed(1, Integer.getInteger("lives.seeds", SEEDS)) : LongStream.of(only);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverLiesNobodyIsOpenedOrClosedWithoutReason(long seed) throws IOException {
        try (Trial trial = new Trial(seed, Files.createDirectories(folder.resolve("trial-" + seed)), Cast.HONEST)) {
            trial.run();
        }
    }
}
