package io.caravan.mainjob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the program and a server, on loopback, hands on every byte, and strikes where a test wants it to. Knows just enough of a protocol to tell requests apart. */
final class FaultProxy implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final long DELAY_MILLIS = 300;
    private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 40};

    /** What goes wrong with a request. */
    enum Fault {
        DROP_BEFORE("the connection is closed before the request goes out"),
        DROP_AFTER("the connection is closed before the answer, after the request was carried out"),
        RESET("the connection is reset"),
        HALF_ANSWER("half of the answer comes"),
        DELAY("the answer is late"),
        TLS("the other side answers with an alert of TLS"),
        BUSY("the server is busy: 429, or busy"),
        UNAVAILABLE("the server goes away: 503, unavailable, or 57P01"),
        BROKEN("the server says that it broke, and did nothing: 500, or other"),
        BROKEN_AFTER("the server says that it broke, after the request was carried out");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        private boolean isAfter() {
            return this == DROP_AFTER || this == HALF_ANSWER || this == BROKEN_AFTER;
        }
    }

    /** What a request asks for. */
    enum Operation {
        CREATE, CHANGE, READ
    }

    /** How requests and answers look. */
    enum Protocol {
        HTTP {
            @Override
            boolean asks(byte[] sent, Operation what) {
                String text = new String(sent, 0, Math.min(sent.length, 10), StandardCharsets.US_ASCII);
                return switch (what) {
                    case CREATE -> text.startsWith("POST /");
                    case CHANGE -> text.startsWith("PATCH /") || text.startsWith("PUT /");
                    case READ -> text.startsWith("GET /");
                };
            }

            @Override
            byte[] answer(byte[] sent, Fault fault) {
                String status = switch (fault) {
                    case BUSY -> "429 Too Many Requests\r\nRetry-After: 1";
                    case UNAVAILABLE -> "503 Service Unavailable";
                    default -> "500 Internal Server Error";
                };
                return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            }
        },
        LDAP {
            private static final int ADD = 0x68;
            private static final int MODIFY = 0x66;
            private static final int RENAME = 0x6C;
            private static final int SEARCH = 0x63;

            @Override
            boolean asks(byte[] sent, Operation what) {
                Set<Integer> wanted = switch (what) {
                    case CREATE -> Set.of(ADD);
                    case CHANGE -> Set.of(MODIFY, RENAME);
                    case READ -> Set.of(SEARCH);
                };
                boolean[] asked = {false};
                each(sent, (id, tag) -> asked[0] |= wanted.contains(tag));
                return asked[0];
            }

            @Override
            byte[] answer(byte[] sent, Fault fault) {
                int code = fault == Fault.BUSY ? 51 : fault == Fault.UNAVAILABLE ? 52 : 80;
                ByteArrayOutputStream answers = new ByteArrayOutputStream();
                each(sent, (id, tag) -> {
                    byte[] result = {0x0A, 1, (byte) code, 4, 0, 4, 0};
                    answers.write(0x30);
                    answers.write(2 + id.length + 2 + result.length);
                    answers.write(2);
                    answers.write(id.length);
                    answers.writeBytes(id);
                    answers.write(tag == SEARCH ? 0x65 : tag + 1);
                    answers.write(result.length);
                    answers.writeBytes(result);
                });
                return answers.toByteArray();
            }

            private interface Message {
                void of(byte[] id, int tag);
            }

            /** RFC 4511 §4.1.1: SEQUENCE, message id, operation. */
            private static void each(byte[] sent, Message message) {
                int at = 0;
                while (at + 6 < sent.length && sent[at] == 0x30) {
                    int first = sent[at + 1] & 0xFF;
                    int bytes = first < 0x80 ? 0 : first & 0x7F;
                    int length = first;
                    if (bytes > 0) {
                        length = 0;
                        for (int i = 0; i < bytes; i++) {
                            length = length << 8 | sent[at + 2 + i] & 0xFF;
                        }
                    }
                    int content = at + 2 + bytes;
                    int idLength = sent[content + 1];
                    message.of(Arrays.copyOfRange(sent, content + 2, content + 2 + idLength), sent[content + 2 + idLength] & 0xFF);
                    at = content + length;
                }
            }
        },
        POSTGRESQL {
            @Override
            boolean asks(byte[] sent, Operation what) {
                String text = new String(sent, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
                return text.contains("account") && switch (what) {
                    case CREATE -> text.contains("insert into");
                    case CHANGE -> text.contains("update ");
                    case READ -> text.contains("select ");
                };
            }

            /** The message ErrorResponse; the server ends the connection after one that is fatal. */
            @Override
            byte[] answer(byte[] sent, Fault fault) {
                byte[] fields = "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0".getBytes(StandardCharsets.US_ASCII);
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                message.write('E');
                message.writeBytes(new byte[] {0, 0, 0, (byte) (fields.length + 4)});
                message.writeBytes(fields);
                return message.toByteArray();
            }
        };

        abstract boolean asks(byte[] sent, Operation what);

        /** What a server says in place of an answer. */
        abstract byte[] answer(byte[] sent, Fault fault);

        /** What a server of this kind can do to one. */
        boolean knows(Fault fault) {
            return this != POSTGRESQL || !List.of(Fault.BUSY, Fault.BROKEN, Fault.BROKEN_AFTER).contains(fault);
        }
    }

    private final Protocol protocol;
    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile Fault fault;
    private volatile Operation operation;

    FaultProxy(Protocol protocol, int target) throws IOException {
        this.protocol = protocol;
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    Protocol protocol() {
        return protocol;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on, and so often, whoever asks for this is struck. */
    void strike(Fault how, Operation what, int times) {
        fault = how;
        operation = what;
        struck.set(0);
        left.set(times);
    }

    /** All is well again; says how often somebody was struck. */
    int mend() {
        left.set(0);
        return struck.getAndSet(0);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                client.setTcpNoDelay(true);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                new Relay(client, server).start();
            } catch (IOException closed) {
                // by whoever closes the proxy
            }
        }
    }

    /** One connection. */
    private final class Relay {
        private final Socket client;
        private final Socket server;
        private volatile Fault onAnswer;
        private volatile byte[] request = {};

        Relay(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            daemon(() -> pump(client, this::sent));
            daemon(() -> pump(server, this::answered));
        }

        private interface Use {
            void of(byte[] bytes) throws IOException, InterruptedException;
        }

        private void pump(Socket from, Use use) {
            byte[] chunk = new byte[CHUNK];
            try (InputStream in = from.getInputStream()) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    use.of(Arrays.copyOf(chunk, read));
                }
            } catch (IOException closed) {
                // by one of both, or by a fault
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            } finally {
                end();
            }
        }

        private void sent(byte[] bytes) throws IOException, InterruptedException {
            if (operation == null || !protocol.asks(bytes, operation) || left.getAndUpdate(times -> Math.max(0, times - 1)) == 0) {
                server.getOutputStream().write(bytes);
                return;
            }
            struck.incrementAndGet();
            Fault now = fault;
            request = bytes;
            if (now.isAfter()) {
                onAnswer = now;
                server.getOutputStream().write(bytes);
                return;
            }
            switch (now) {
                case DELAY -> {
                    TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
                    server.getOutputStream().write(bytes);
                }
                case RESET -> {
                    client.setSoLinger(true, 0);
                    end();
                }
                case DROP_BEFORE -> end();
                case TLS -> instead(TLS_ALERT);
                default -> instead(protocol.answer(bytes, now));
            }
        }

        /** Who sends is heard out, else the answer may get lost with what was not read. */
        private void instead(byte[] answer) throws IOException, InterruptedException {
            TimeUnit.MILLISECONDS.sleep(10);
            InputStream rest = client.getInputStream();
            while (rest.available() > 0) {
                rest.skipNBytes(rest.available());
            }
            client.getOutputStream().write(answer);
            client.getOutputStream().flush();
            client.shutdownOutput();
            end();
        }

        private void answered(byte[] bytes) throws IOException, InterruptedException {
            Fault now = onAnswer;
            if (now == null) {
                client.getOutputStream().write(bytes);
            } else if (now == Fault.HALF_ANSWER) {
                client.getOutputStream().write(bytes, 0, bytes.length / 2);
                client.getOutputStream().flush();
                end();
            } else if (now == Fault.BROKEN_AFTER) {
                instead(protocol.answer(request, now));
            } else {
                end();
            }
        }

        private void end() {
            for (Socket socket : List.of(client, server)) {
                open.remove(socket);
                try {
                    socket.close();
                } catch (IOException closedAlready) {
                    // by the other side
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
