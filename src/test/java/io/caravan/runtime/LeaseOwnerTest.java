package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeaseOwnerTest {

    private final LeaseOwner me = LeaseOwner.thisProcess();

    @Test
    void aProcessThatEndedHereIsDead() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version").start();
        process.waitFor();
        assertThat(new LeaseOwner(process.pid(), me.place(), "x").isDeadForCertain()).isTrue();
    }

    @Test
    void aProcessThatRunsOrIsElsewhereIsNot() {
        assertThat(me.isDeadForCertain()).isFalse();
        assertThat(new LeaseOwner(Integer.MAX_VALUE, "another machine", "x").isDeadForCertain()).isFalse();
    }

    @Test
    void isReadAsItIsWritten() {
        assertThat(LeaseOwner.ofText(me.toString())).contains(me);
        assertThat(LeaseOwner.ofText("node-1")).isEmpty();
    }
}
