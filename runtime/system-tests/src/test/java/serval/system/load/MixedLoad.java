package serval.system.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import serval.system.RespConnection;

/**
 * Clients that run their scripts side by side, each with one request on its way, all on one thread so that what it measures is
 * the server rather than the scheduler.
 *
 * <p>They send the next request as soon as a reply is there, or at a pace. The clients take turns, so a stall of the server is met by
 * somebody's request at its beginning: the longest time is the stall's length, whatever the pace.
 */
public final class MixedLoad implements AutoCloseable {
    private static final int MOST_FAILURES = 50;
    private static final int MICROS_KEPT = 1 << 20;

    private final int port;
    private final List<Client> clients = new ArrayList<>();
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "load");
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, long[]> absences = new ConcurrentHashMap<>();
    private final AtomicLongArray histogram = new AtomicLongArray(MICROS_KEPT + 1);
    private long intervalNanos;
    private volatile boolean stopping;
    private volatile long replies;
    private volatile long longest;
    private volatile String longestRequest = "";

    /** Creates a load on a server's port; nothing is connected yet. */
    public MixedLoad(int port) {
        this.port = port;
        try {
            selector = Selector.open();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Adds a client. */
    public void add(LoadScript script) {
        clients.add(new Client(script));
    }

    /** Has all clients together send this many requests a second; before the start. 0, as it is without this, is no limit. */
    public void pace(int requestsPerSecond) {
        intervalNanos = requestsPerSecond == 0 ? 0 : clients.size() * 1_000_000_000L / requestsPerSecond;
    }

    /** Connects all clients and lets them run. */
    public void start() {
        try {
            for (Client client : clients) {
                client.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                client.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.channel.configureBlocking(false);
                client.channel.register(selector, SelectionKey.OP_READ, client);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        thread.start();
    }

    /** From now on the commands of a module may be refused. */
    public void absent(String module) {
        absences.put(module, new long[] {System.nanoTime(), Long.MAX_VALUE});
    }

    /** A module is there again: requests sent from now on have to succeed. */
    public void present(String module) {
        long[] span = absences.get(module);
        if (span != null) {
            absences.put(module, new long[] {span[0], System.nanoTime()});
        }
    }

    /** Replies so far. */
    public long replies() {
        return replies;
    }

    /** The longest that a reply has taken, in microseconds. */
    public long longestMicros() {
        return longest / 1000;
    }

    /** What the longest wait was for. */
    public String longestRequest() {
        return longestRequest;
    }

    /** The microseconds within which this share of the replies came. */
    public long percentile(double share) {
        long all = 0;
        for (int i = 0; i <= MICROS_KEPT; i++) {
            all += histogram.get(i);
        }
        long within = 0;
        for (int i = 0; i <= MICROS_KEPT; i++) {
            within += histogram.get(i);
            if (within >= all * share) {
                return i;
            }
        }
        return MICROS_KEPT;
    }

    /** Forgets the times measured so far. */
    public void forgetTimes() {
        longest = 0;
        for (int i = 0; i <= MICROS_KEPT; i++) {
            histogram.set(i, 0);
        }
    }

    /** What went wrong so far. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets every client finish its request, and compares what the server holds; returns all that went wrong. */
    public List<String> finish() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(60_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            fail("some clients still wait for a reply: "
                    + clients.stream()
                            .filter(client -> client.waiting)
                            .map(client -> client.last)
                            .toList());
        }
        try (RespConnection connection = RespConnection.open(port)) {
            for (Client client : clients) {
                String wrong = client.script.verify(connection);
                if (wrong != null) {
                    fail("at the end: " + wrong);
                }
            }
        }
        return failures();
    }

    private void fail(String what) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(what);
        }
    }

    private void run() {
        try {
            long first = System.nanoTime();
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).due = first + i * intervalNanos / clients.size();
                clients.get(i).send();
            }
            while (clients.stream().anyMatch(client -> client.waiting || client.paused)) {
                if (intervalNanos == 0) {
                    selector.select(1000);
                } else {
                    selector.select(1);
                    clients.forEach(Client::wake);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Client) key.attachment()).read();
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException failed) {
            fail("the load ended: " + failed);
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            for (Client client : clients) {
                if (client.channel != null) {
                    client.channel.close();
                }
            }
            selector.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private final class Client {
        private final LoadScript script;
        private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
        private @Nullable SocketChannel channel;
        private boolean waiting;
        private boolean paused;
        private long due;
        private long sentAt;
        private String last = "";

        Client(LoadScript script) {
            this.script = script;
        }

        /** Sends the next request when it is due. */
        void next(long now) {
            due = Math.max(due + intervalNanos, now);
            waiting = false;
            paused = true;
            wake();
        }

        void wake() {
            if (paused && (stopping || System.nanoTime() - due >= 0)) {
                paused = false;
                try {
                    send();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }

        void send() throws IOException {
            if (stopping) {
                waiting = false;
                return;
            }
            byte[] request = script.next();
            last = new String(request, StandardCharsets.ISO_8859_1);
            waiting = true;
            sentAt = System.nanoTime();
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void read() throws IOException {
            int count = channel.read(input);
            if (count < 0) {
                fail("a connection was closed by the server after " + shown(last));
                waiting = false;
                channel.close();
                return;
            }
            int end = ReplyEnd.find(input.array(), 0, input.position());
            if (end < 0) {
                return;
            }
            long now = System.nanoTime();
            long took = now - sentAt;
            String reply = new String(input.array(), 0, end, StandardCharsets.ISO_8859_1);
            input.clear();
            replies++;
            if (script.isTimed()) {
                histogram.incrementAndGet((int) Math.min(MICROS_KEPT, took / 1000));
                if (took > longest) {
                    longest = took;
                    longestRequest = shown(last);
                }
            }
            if (reply.startsWith("-") && script.isRefusal(reply) && mayBeAbsent()) {
                script.absent();
            } else {
                String wrong = script.judge(reply);
                if (wrong != null) {
                    fail(shown(last) + ": " + wrong);
                }
            }
            next(now);
        }

        private boolean mayBeAbsent() {
            for (String module : script.modules()) {
                long[] span = absences.get(module);
                if (span != null && span[1] >= sentAt) {
                    return true;
                }
            }
            return false;
        }

        private static String shown(String request) {
            return request.replaceAll("[*$][0-9]+\r\n", "").replace("\r\n", " ").strip();
        }
    }
}
