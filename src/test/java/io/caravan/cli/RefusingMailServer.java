package io.caravan.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail server that takes nobody's password, says it back, and takes no receiver (RFC 5321, RFC 4954). */
final class RefusingMailServer implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    RefusingMailServer() throws IOException {
        Thread thread = new Thread(this::serve, "refusing-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                talk(client);
            } catch (IOException gone) {
                // the next one, or the end
            }
        }
    }

    private static void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 refusing ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split(" ")[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(client, "250-refusing\r\n250 AUTH PLAIN");
                case "MAIL", "RSET", "NOOP" -> say(client, "250 2.0.0 ok");
                case "RCPT" -> say(client, "550 5.7.1 ops@example.com: no relaying for you");
                case "AUTH" -> say(client, line.contains("PLAIN") ? "535 5.7.8 not you: " + line.substring(line.lastIndexOf(' ') + 1) : "504 5.5.4 not so");
                case "QUIT" -> {
                    say(client, "221 2.0.0 bye");
                    return;
                }
                default -> say(client, "502 5.5.1 what");
            }
        }
    }

    private static void say(Socket client, String answer) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
