package serval.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import serval.testkit.internal.Host;
import serval.testkit.internal.RunningServer;

/**
 * A server within the test's process: every bundle of the distribution in a framework of its own, and a real listener on a free
 * port of 127.0.0.1. Several of them do not disturb each other.
 *
 * <p>Tests get one by {@link ServalTest}. Where that does not fit, {@link #start} makes one, to be closed.
 */
public final class ServalServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("serval.testkit.server");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 5;

    private final List<String> directives;
    private final @Nullable Path jar;
    private final List<LogLine> log = new CopyOnWriteArrayList<>();
    private final List<ServalServer> others = new ArrayList<>();
    private final TestClock clock;
    private volatile int status = -1;
    private volatile boolean closing;
    private @Nullable RunningServer running;
    private @Nullable ServalClient client;
    private @Nullable ServalModule module;

    private ServalServer(@Nullable Path jar, List<String> directives) {
        this.jar = jar;
        this.directives = directives;
        clock = new TestClock(() -> running().container());
    }

    /**
     * Starts a server.
     *
     * @param module the jar of the module under test, or null for none
     * @param directives lines of a configuration file
     * @throws IllegalStateException if the server or the module does not start, with the reason
     */
    public static ServalServer start(@Nullable Path module, String... directives) {
        ServalServer server = new ServalServer(module, List.of(directives));
        server.open(List.of(directives));
        return server;
    }

    private void open(List<String> lines) {
        status = -1;
        closing = false;
        running = RunningServer.start(new Seam(), log, lines);
        try {
            client = connect();
            if (jar != null) {
                module = new ServalModule(this, running, jar);
                module.load();
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** What the server's framework asks of the test's side. */
    private final class Seam implements Host {
        @Override
        public long epochNanos() {
            return clock.epochNanos();
        }

        @Override
        public long monotonicNanos() {
            return clock.monotonicNanos();
        }

        @Override
        public void log(System.Logger.Level level, String logger, String message, @Nullable Throwable fault) {
            log.add(new LogLine(level, logger, message, fault));
            // What a server says in its ordinary course, or when it is taken down around itself, is of no interest in a
            // test.
            boolean ordinary = closing || level == System.Logger.Level.INFO;
            System.Logger.Level told = ordinary ? System.Logger.Level.DEBUG : level;
            LOG.log(told, logger + ": " + message, fault);
        }

        @Override
        public void exit(int code) {
            status = code;
        }
    }

    private RunningServer running() {
        if (running == null) {
            throw new IllegalStateException("The server is closed");
        }
        return running;
    }

    /** Where the server listens, on 127.0.0.1. */
    public int port() {
        return running().port();
    }

    /** The server's folder: its {@code dir}, with a folder {@code modules} as in the distribution. */
    public Path folder() {
        return running().home();
    }

    /** A new connection, RESP2 until {@code HELLO 3}; to be closed. */
    public ServalClient connect() {
        return new ServalClient(port());
    }

    /**
     * Runs a command on a connection of the server's own.
     *
     * @return the reply, see {@link ServalClient}
     * @throws ErrorReplyException if the reply is an error
     */
    public @Nullable Object call(Object... words) {
        return client().call(words);
    }

    /**
     * Runs a command that is to be refused.
     *
     * @return the error's text, code first
     * @throws AssertionError if the reply is no error
     */
    public String error(Object... words) {
        return client().error(words);
    }

    private ServalClient client() {
        if (client == null) {
            throw new IllegalStateException("The server is closed");
        }
        return client;
    }

    /** The server's clock. */
    public TestClock clock() {
        return clock;
    }

    /**
     * The module under test.
     *
     * @throws IllegalStateException if the server was started without one
     */
    public ServalModule module() {
        if (module == null) {
            throw new IllegalStateException("This server has no module under test");
        }
        return module;
    }

    /** Starts one more server with the same module and directives, and further ones; it is closed with this one. */
    public ServalServer another(String... further) {
        List<String> lines = new ArrayList<>(directives);
        lines.addAll(List.of(further));
        ServalServer server = start(jar, lines.toArray(String[]::new));
        others.add(server);
        return server;
    }

    /** Ends the server and starts it again, on another port, with further directives; connections are closed, data is lost. */
    public void restart(String... further) {
        closeThis();
        List<String> lines = new ArrayList<>(directives);
        lines.addAll(List.of(further));
        open(lines);
    }

    /** The log since the first start. */
    public List<LogLine> log() {
        return List.copyOf(log);
    }

    /** The exit status with which the server has asked its process to end (by SHUTDOWN, say), or -1: here it goes on to run. */
    public int exitStatus() {
        return status;
    }

    /**
     * Waits for a condition.
     *
     * @param what names the condition in the message
     * @throws AssertionError if it does not come true for a minute
     */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, interrupted);
            }
        }
    }

    @Override
    public void close() {
        others.forEach(ServalServer::close);
        others.clear();
        closeThis();
    }

    private void closeThis() {
        if (client != null) {
            client.close();
            client = null;
        }
        module = null;
        closing = true;
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
