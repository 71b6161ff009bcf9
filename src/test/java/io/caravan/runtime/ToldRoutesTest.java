package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.engine.CycleStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A route of the project that is told of something and throws is one line: the file, the line of the step, and the cause. */
class ToldRoutesTest {

    @TempDir
    private Path folder;
    private SmallCompany company;
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        Files.createDirectories(folder.resolve("routes"));
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        company.close();
    }

    private List<ILoggingEvent> loud() {
        company.close();
        return log.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)).toList();
    }

    private static String words(ILoggingEvent line) {
        return Stream.concat(Stream.of(line.getFormattedMessage()), line.getKeyValuePairs() == null ? Stream.empty() : line.getKeyValuePairs().stream()
                .map(pair -> pair.key + "=" + pair.value)).reduce((one, other) -> one + " " + other).orElseThrow();
    }

    @Test
    void anEventRouteThatThrowsIsOneLine() throws IOException {
        company.write("routes/events.camel.yaml", """
                # Version 1
                - from:
                    uri: direct:event
                    steps:
                      - choice:
                          when:
                            - simple: "${body[event]} != 'never'"
                              steps:
                                - throwException: {exceptionType: java.lang.IllegalStateException, message: "http://ada:pw@tickets.example.com/hooks/T00/XX?key=s3cret is down"}
                """);
        company.sync();
        assertThat(loud()).singleElement().satisfies(line -> {
            assertThat(words(line)).contains("direct:event failed with an event", "routes/events.camel.yaml:9 (throwException): IllegalStateException: http://tickets.example.com is down");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void anAlertRouteThatCallsAnotherOneNamesTheStepThatCalled() throws IOException {
        company.sql("create trigger no_bob before insert on users when new.name like 'Bob%' begin select raise(abort, 'no'); end");
        company.write("routes/alerts.camel.yaml", """
                # Version 2
                - route:
                    from:
                      uri: direct:alert
                      steps:
                        - setHeader: {name: x, constant: y}
                        - to: "file:nowhere?fileName=${body[subject].missing}&autoCreate=false&directoryMustExist=true"
                """);
        company.sync();
        assertThat(loud()).filteredOn(line -> line.getLoggerName().startsWith("org.apache.camel")).isEmpty();
        assertThat(loud()).filteredOn(line -> line.getFormattedMessage().startsWith("direct:alert failed")).singleElement()
                .satisfies(line -> assertThat(words(line)).contains("reason=routes/alerts.camel.yaml:7 (to): "));
    }

    @Test
    void aRouteWithAnErrorHandlerOfItsOwnKeepsIt() throws IOException {
        company.write("routes/events.camel.yaml", """
                # Version 1
                - errorHandler:
                    deadLetterChannel: {deadLetterUri: "direct:failed"}
                - from:
                    uri: direct:failed
                    steps:
                      - setBody: {constant: failed}
                      - to: "file:%s?fileName=failed.txt"
                - from:
                    uri: direct:event
                    steps:
                      - throwException: {exceptionType: java.lang.IllegalStateException, message: down}
                """.formatted(folder));
        company.sync();
        company.close();
        assertThat(folder.resolve("failed.txt")).exists();
    }

    @Test
    void whatStandsInAnAddressOfARouteThatCarriesACycleIsInNoLog() throws IOException {
        String deliver = "          - to: caravan:deliver\n";
        company.route("dispatch.camel.yaml", deliver, "          - throwException: {exceptionType: java.lang.IllegalStateException, message: \"https://ada:pw@audit.example.com/hooks?token=s3cret\"}\n" + deliver);
        assertThat(company.sync().getCycle().failure()).hasValueSatisfying(why -> assertThat(why).endsWith("IllegalStateException: https://audit.example.com"));
        assertThat(loud()).isNotEmpty().noneMatch(line -> (words(line) + (line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy()))).contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"planned_change", "link"})
    void aStoreThatFailsInAStepOfACycleIsNotToldByCamelToo(String table) throws Exception {
        company.sync();
        company.hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Cy,R1,,");
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement statement = store.createStatement()) {
            statement.execute("create trigger nothing_more before insert on " + table + " begin select raise(abort, 'nothing more'); end");
        }
        log.list.clear();
        company.sync("hr", false);
        assertThat(company.sync("app", false).getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(loud()).isNotEmpty().noneMatch(line -> line.getLoggerName().startsWith("org.apache.camel")).allMatch(line -> line.getThrowableProxy() == null);
    }
}
