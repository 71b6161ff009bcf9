package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the service log says of cycles. */
class CycleLogTest {

    private static final Logger SERVICE = (Logger) LoggerFactory.getLogger(CycleLog.NAME);

    @TempDir
    private Path folder;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private SmallCompany company;
    private Level before;

    @BeforeEach
    void listen() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        before = SERVICE.getLevel();
        SERVICE.setLevel(Level.DEBUG);
        lines.start();
        SERVICE.addAppender(lines);
    }

    @AfterEach
    void stop() {
        company.close();
        SERVICE.detachAppender(lines);
        SERVICE.setLevel(before);
    }

    @Test
    void aCycleThatDidSomethingIsOneLineWithItsCounts() {
        company.sync();
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.INFO);
        assertThat(data(1)).containsEntry("job", "app").containsEntry("status", "done").containsEntry("applied-create", 2L).doesNotContainKey("next");
    }

    @Test
    void aCycleThatFoundNothingToDoIsForWhoeverAsksForDetails() {
        company.sync();
        lines.list.clear();
        company.sync();
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG, Level.DEBUG);
    }

    @Test
    void aCycleThatLeavesSomebodyBehindWarnsAndSaysWhereToLook() {
        company.sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        company.sync();
        assertThat(lines.list.get(1).getLevel()).isEqualTo(Level.WARN);
        assertThat(data(1)).containsEntry("left-behind", 1L).containsEntry("next", "who and why: caravan dead-letters list --job app, caravan log --job app --status failure");
    }

    @Test
    void aCycleThatFailedIsAnErrorWithItsReason() throws IOException {
        Files.delete(folder.resolve("hr.csv"));
        company.sync("hr", false);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(data(0).get("reason").toString()).contains("hr.csv");
        assertThat(data(0).get("next").toString()).contains("caravan sync hr");
    }

    private Map<String, Object> data(int line) {
        List<org.slf4j.event.KeyValuePair> pairs = lines.list.get(line).getKeyValuePairs();
        return pairs.stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }
}
