package io.caravan.bench.slow;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One client's connection: kept open, one request at a time (RFC 9112). Used by the event loop's thread alone. */
final class Connection {

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length:";

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer in = ByteBuffer.allocate(4096);
    private ByteBuffer out = ByteBuffer.allocate(0);

    Connection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * Reads what has come.
     *
     * @return whether the client is still there
     */
    boolean read() throws IOException {
        while (true) {
            if (!in.hasRemaining()) {
                in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
            }
            int room = in.remaining();
            int read = channel.read(in);
            if (read < room) {
                return read >= 0;
            }
        }
    }

    /** The next request, if it is here to its end. */
    Optional<Request> request() throws IOException {
        int head = endOfHead();
        if (head < 0) {
            return Optional.empty();
        }
        String[] lines = new String(in.array(), 0, head, StandardCharsets.US_ASCII).split("\r\n");
        int begins = head + END_OF_HEAD.length;
        int length = length(lines);
        if (in.position() < begins + length) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(in.array(), begins, begins + length);
        in.limit(in.position()).position(begins + length);
        in.compact();
        return Optional.of(request(lines[0].split(" "), body));
    }

    private int endOfHead() {
        byte[] bytes = in.array();
        for (int i = 0; i + END_OF_HEAD.length <= in.position(); i++) {
            if (bytes[i] == '\r' && Arrays.equals(bytes, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int length(String[] lines) throws IOException {
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                return Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
            if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("a body of unknown length is not understood: " + line);
            }
        }
        return 0;
    }

    private static Request request(String[] line, byte[] body) {
        int question = line[1].indexOf('?');
        String path = question < 0 ? line[1] : line[1].substring(0, question);
        String query = question < 0 ? "" : line[1].substring(question + 1);
        return new Request(line[0], URLDecoder.decode(path, StandardCharsets.UTF_8), URLDecoder.decode(query, StandardCharsets.UTF_8), body);
    }

    void answer(Answer answer) throws IOException {
        out = answer.bytes();
        write();
    }

    /** Goes on writing where the client was too slow to take everything. */
    void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    void close() throws IOException {
        key.cancel();
        channel.close();
    }
}
