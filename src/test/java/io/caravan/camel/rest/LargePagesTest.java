package io.caravan.camel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list in pages of 10 MB needs as much memory as a page does, however many there are: read in a virtual machine that has no room for more. */
class LargePagesTest {

    private static final int PAGES = 6;
    private static final int PAGE_BYTES = 10 * 1024 * 1024;
    private static final String HEAP = "-Xmx160m";
    private static final String APP = """
            kind: Kamelet
            metadata: {name: large}
            spec:
              definition: {title: Large pages, properties: {auth: {default: none}}}
              provisioning:
                contract: 1
                extends: rest
                objects:
                  user:
                    anchor: id
                    attributes: {id: {readOnly: true}, name: {}, mail: {path: contact.mail}}
                    operations: [list]
                    rest: {items: users, list: {get: /users, paging: {style: page, send: page}}}
            """;

    @TempDir
    private Path folder;

    /** Reads the list of an API of its own, and says how many there were, and how many bytes that were. */
    static final class Reader {

        private long bytes;

        public static void main(String[] arguments) throws IOException {
            Reader reader = new Reader();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/users", exchange -> {
                int page = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*\\bpage=(\\d+).*", "$1"));
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream body = exchange.getResponseBody()) {
                    reader.write(body, page);
                }
            });
            server.start();
            int read = 0;
            try (ConnectorUnderTest app = new ConnectorUnderTest("large", Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort()), Path.of(arguments[0]));
                 SourceReading reading = app.port().list("user", List.of())) {
                while (reading.hasNext()) {
                    read += reading.next() instanceof SourceItem.Read ? 1 : 0;
                }
            } finally {
                server.stop(0);
            }
            System.out.println(read + " records of " + reader.bytes / (1024 * 1024) + " MB");
        }

        private void write(OutputStream body, int page) throws IOException {
            body.write("{\"users\":[".getBytes(StandardCharsets.UTF_8));
            int written = 0;
            for (int i = 0; page <= PAGES && written < PAGE_BYTES; i++) {
                byte[] user = ((i == 0 ? "" : ",") + "{\"id\":\"" + page + "-" + i + "\",\"name\":\"Somebody " + i + "\",\"contact\":{\"mail\":\"s" + i + "@example.com\"},\"history\":\""
                        + "what nobody asks for, ".repeat(20) + "\"}").getBytes(StandardCharsets.UTF_8);
                body.write(user);
                written += user.length;
            }
            body.write("]}".getBytes(StandardCharsets.UTF_8));
            bytes += written;
        }
    }

    @Test
    void aListInLargePagesNeedsTheMemoryOfOnePage() throws Exception {
        Files.writeString(folder.resolve("large.kamelet.yaml"), APP);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), HEAP, "-cp", System.getProperty("java.class.path"), Reader.class.getName(),
                folder.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(folder.resolve("said.txt"));
        assertThat(said).contains(" records of 60 MB");
        assertThat(process.exitValue()).as(said).isZero();
    }
}
