package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines of the log, as the shipped configuration writes them. */
class VisibleLogTest {

    private final LoggerContext context = new LoggerContext();
    private ConsoleAppender<ILoggingEvent> text;

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator shipped = new JoranConfigurator();
        shipped.setContext(context);
        shipped.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        text = (ConsoleAppender<ILoggingEvent>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("text");
    }

    @Test
    void eachEntryIsALineOfItsOwn() {
        assertThat(line("cycle ended", null)).endsWith(" - cycle ended " + System.lineSeparator()).doesNotContain("%");
    }

    @Test
    void whatALineQuotesDoesNotMakeTwoOfIt() {
        assertThat(line("one\ntwo\u001b[2J", null)).containsOnlyOnce(System.lineSeparator()).doesNotContain("\u001b");
    }

    @Test
    void aTraceFollowsItsLine() {
        assertThat(line("it broke", new IllegalStateException("why"))).contains("it broke " + System.lineSeparator() + "java.lang.IllegalStateException: why");
    }

    private String line(String message, Throwable thrown) {
        return new String(text.getEncoder().encode(new LoggingEvent("", context.getLogger("io.caravan"), Level.WARN, message, thrown, null)), StandardCharsets.UTF_8);
    }
}
