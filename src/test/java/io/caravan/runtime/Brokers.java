package io.caravan.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Brokers inside the test's process, for routes that go through a topic or a queue. They are started by name: tests know them as routes do,
 * by their addresses, and Kafka's broker is Scala, which is nothing to compile Java against.
 */
final class Brokers {

    private static final String KAFKA = """
            process.roles=broker,controller
            node.id=1
            listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
            controller.listener.names=CONTROLLER
            controller.quorum.voters=1@localhost:%2$d
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
            log.dirs=%3$s
            num.partitions=1
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            group.initial.rebalance.delay.ms=0
            """;
    private static final String JMS = """
            <configuration xmlns="urn:activemq">
              <core xmlns="urn:activemq:core">
                <persistence-enabled>false</persistence-enabled>
                <security-enabled>false</security-enabled>
                <journal-directory>%2$s</journal-directory>
                <acceptors><acceptor name="tcp">tcp://localhost:%1$d</acceptor></acceptors>
              </core>
            </configuration>
            """;

    private Brokers() {
    }

    /** A broker that is up, and stopped by closing it. */
    record Broker(int port, AutoCloseable stop) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            stop.close();
        }
    }

    /** @param folder for its files */
    static Broker kafka(Path folder) throws Exception {
        int port = freePort();
        Path file = folder.resolve("kafka.properties");
        Files.writeString(file, KAFKA.formatted(port, freePort(), folder.resolve("log")));
        String[] format = {"format", "--cluster-id", "MkU3OEVBNTcwNTJENDM2Qg", "--config", file.toString()};
        Class.forName("kafka.tools.StorageTool").getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, format, new PrintStream(OutputStream.nullOutputStream()));
        Properties settings = new Properties();
        try (var text = Files.newInputStream(file)) {
            settings.load(text);
        }
        Class<?> config = Class.forName("kafka.server.KafkaConfig");
        Class<?> time = Class.forName("org.apache.kafka.common.utils.Time");
        Object server = Class.forName("kafka.server.KafkaRaftServer").getConstructor(config, time)
                .newInstance(config.getMethod("fromProps", Properties.class).invoke(null, settings), time.getField("SYSTEM").get(null));
        server.getClass().getMethod("startup").invoke(server);
        return new Broker(port, () -> server.getClass().getMethod("shutdown").invoke(server));
    }

    /** @param folder for its files */
    static Broker jms(Path folder) throws Exception {
        int port = freePort();
        Path file = folder.resolve("broker.xml");
        Files.writeString(file, JMS.formatted(port, folder.resolve("journal")));
        Class<?> kind = Class.forName("org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ");
        Object broker = kind.getConstructor().newInstance();
        kind.getMethod("setConfigResourcePath", String.class).invoke(broker, file.toUri().toString());
        kind.getMethod("start").invoke(broker);
        return new Broker(port, () -> kind.getMethod("stop").invoke(broker));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
