package io.caravan.bench.slow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes requests, lets so many in at a time, and answers each a fixed while after it was let in. Those that come while all
 * places are taken wait in the order they came; whoever is next has the place from the moment it became free.
 */
final class EventLoop {

    private static final long MILLI = 1_000_000L;
    private static final int BACKLOG = 1024;

    private final Users users;
    private final long delay;
    private final int places;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Queue<Served> inside = new ArrayDeque<>();
    private final Queue<Served> waiting = new ArrayDeque<>();

    /** @param due when it is answered, on the scale of {@link System#nanoTime} */
    private record Served(Connection connection, Request request, long due) {
        Served dueAt(long moment) {
            return new Served(connection, request, moment);
        }
    }

    EventLoop(int port, Duration delay, int places, Users users) throws IOException {
        this.users = users;
        this.delay = delay.toNanos();
        this.places = places;
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Until the process ends. */
    void run() throws IOException {
        while (true) {
            awaitSomething();
            for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext();) {
                SelectionKey key = ready.next();
                ready.remove();
                serve(key);
            }
            answerWhatIsDue();
        }
    }

    /** A selector counts in milliseconds; what is due sooner is waited for more precisely. */
    private void awaitSomething() throws IOException {
        long left = inside.isEmpty() ? Long.MAX_VALUE : inside.peek().due() - System.nanoTime();
        if (inside.isEmpty()) {
            selector.select();
        } else if (left >= MILLI) {
            selector.select(left / MILLI);
        } else {
            if (selector.selectNow() == 0 && left > 0) {
                LockSupport.parkNanos(left);
                selector.selectNow();
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.write();
            }
            if (key.isReadable() && !connection.read()) {
                connection.close();
                return;
            }
            next(connection);
        } catch (IOException broken) {
            System.err.println("a connection is given up: " + broken.getMessage());
            connection.close();
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(channel, key));
        }
    }

    private void next(Connection connection) throws IOException {
        Optional<Request> request = connection.request();
        if (request.isEmpty()) {
            return;
        }
        if (request.get().path().startsWith(Users.TOLD_AT_ONCE)) {
            connection.answer(users.answer(request.get()));
            return;
        }
        Served served = new Served(connection, request.get(), 0);
        if (inside.size() < places) {
            inside.add(served.dueAt(System.nanoTime() + delay));
        } else {
            waiting.add(served);
        }
    }

    /** What was let in first is due first, since everything takes the same time. */
    private void answerWhatIsDue() throws IOException {
        long now = System.nanoTime();
        while (!inside.isEmpty() && inside.peek().due() <= now) {
            Served served = inside.poll();
            Served next = waiting.poll();
            if (next != null) {
                inside.add(next.dueAt(served.due() + delay));
            }
            try {
                served.connection().answer(users.answer(served.request()));
                next(served.connection());
            } catch (IOException broken) {
                served.connection().close();
            }
        }
    }
}
