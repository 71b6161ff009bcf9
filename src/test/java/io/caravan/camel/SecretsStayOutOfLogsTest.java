package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecretsStayOutOfLogsTest {

    private static final String SECRET = "hush-4711-hush";

    @Test
    void evenWhenTheLibrariesSayAllTheyCan(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("password"), SECRET);
        Files.writeString(folder.resolve("teller.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: teller}
                spec:
                  definition:
                    title: Teller
                    properties:
                      secret: {type: string, format: password}
                  provisioning: {contract: 1}
                  template:
                    beans:
                      - name: worker
                        type: "#class:io.caravan.camel.EchoConnector"
                        properties: {secret: "{{secret}}"}
                    from:
                      uri: kamelet:source
                      steps:
                        - setHeader: {name: Authorization, constant: "Bearer {{secret}}"}
                        - bean: {ref: "{{worker}}", method: call}
                """);
        ObjectSpec user = new ObjectSpec("user", ObjectSpec.Keys.of("id"), ObjectSpec.Schema.open(true), EnumSet.of(Operation.GET), List.of());
        ConnectorSpec connector = new ConnectorSpec(new ConnectorSpec.Heading("teller", "Teller", ""), ConnectorSpec.Role.BOTH, Map.of(),
                Map.of("user", user), new ConnectorSpec.Limits(5, 1, Optional.empty(), Optional.empty()), Map.of());
        SystemSpec system = new SystemSpec("s", connector, Map.of("secret", "{{file:password}}"));
        Map<String, String> kamelets = Map.of("teller", Files.readString(folder.resolve("teller.kamelet.yaml")));
        List<String> said = everythingSaidDuring(() -> {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.start();
                assertThat(new ConnectedSystems(context, Map.of("s", system), kamelets, folder, List.of(folder)).port("s").orElseThrow().get("user", "1")
                        .attributes().get("secret")).isEqualTo(SECRET);
            }
        });
        assertThat(said).hasSizeGreaterThan(100).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void neitherDoThePasswordsThatRealConnectorsConnectWithAndWrite() throws Exception {
        String written = "new-password-0815";
        List<String> said = everythingSaidDuring(() -> {
            try (EmbeddedDirectory directory = EmbeddedDirectory.with().password(SECRET).start();
                    EmbeddedScim provider = EmbeddedScim.with().token(SECRET).start();
                    ConnectorUnderTest ldap = new ConnectorUnderTest("ldap", Map.of("url", directory.url(), "bindDn", EmbeddedDirectory.ADMIN,
                            "bindPassword", SECRET, "baseDn", EmbeddedDirectory.PEOPLE));
                    ConnectorUnderTest scim = new ConnectorUnderTest("scim2", Map.of("url", provider.url(), "token", SECRET));
                    ConnectorUnderTest basic = new ConnectorUnderTest("scim2", Map.of("url", provider.url(), "auth", "basic", "username", "u", "password", SECRET))) {
                assertThat(ldap.port().execute(ConnectorUnderTest.create("user", Map.of("uid", "ada", "cn", "Ada", "sn", "L", "userPassword", written), true)).isOk())
                        .isTrue();
                assertThat(scim.port().execute(ConnectorUnderTest.create("user", Map.of("userName", "ada", "password", written), true)).isOk()).isTrue();
                assertThat(basic.port().test().isOk()).isFalse();
            }
        });
        String inBasic = Base64.getEncoder().encodeToString(("u:" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(said.stream().filter(line -> line.contains(SECRET) || line.contains(inBasic) || line.contains(written)).map(line -> line.substring(0, Math.min(200, line.length())))).isEmpty();
    }

    private interface Work {
        void run() throws Exception;
    }

    /** With the levels of the product's own configuration, and everything it leaves open wide open. */
    private static List<String> everythingSaidDuring(Work work) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> list = new ListAppender<>();
        list.setContext(context);
        list.start();
        var console = root.iteratorForAppenders().next();
        root.detachAppender(console);
        root.addAppender(list);
        List<Logger> quiet = quietLoggers().stream().map(context::getLogger).toList();
        quiet.forEach(logger -> logger.setLevel(Level.INFO));
        root.setLevel(Level.TRACE);
        try {
            work.run();
        } finally {
            root.setLevel(before);
            quiet.forEach(logger -> logger.setLevel(null));
            root.detachAppender(list);
            root.addAppender(console);
        }
        return List.copyOf(list.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static List<String> quietLoggers() throws JoranException {
        LoggerContext product = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(product);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        List<String> quiet = product.getLoggerList().stream().filter(logger -> logger.getLevel() == Level.INFO).map(Logger::getName).toList();
        assertThat(quiet).isNotEmpty();
        product.stop();
        return quiet;
    }
}
