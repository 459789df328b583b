package serval.server;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import serval.protocol.ChunkPool;
import serval.spi.engine.Dispatcher;
import serval.spi.engine.EngineStatistics;
import serval.spi.journal.Journal;
import serval.spi.keyspace.MemoryAccounts;
import serval.spi.session.SessionFlag;

/** The event loops, the listeners, and the admission of clients. */
final class Server {
    /** Scripts may recurse as deep as in Redis; what of the stack is never used takes no memory. */
    private static final long STACK_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final String TOO_MANY = "-ERR max number of clients reached\r\n";
    private static final String DENIED =
            "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for"
                    + " the default user. In this mode connections are only accepted from the loopback interface. If you"
                    + " want to connect from external computers to Redis you may adopt one of the following solutions: 1)"
                    + " Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback"
                    + " interface by connecting to Redis from the same host the server is running, however MAKE SURE Redis"
                    + " is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change"
                    + " permanent. 2) Alternatively you can just disable the protected mode by editing the Redis"
                    + " configuration file, and setting the protected mode option to 'no', and then restarting the server."
                    + " 3) If you started the server manually just for testing, restart it with the '--protected-mode no'"
                    + " option. 4) Set up an authentication password for the default user. NOTE: You only need to do one"
                    + " of the above things in order for the server to start accepting connections from the outside.\r\n";

    private final Dispatcher dispatcher;
    private final EngineStatistics statistics;
    /** Used under the engine lock, as all output queues are. */
    private final ChunkPool chunks = new ChunkPool();

    private final ServerDirectives directives;
    private final Listeners listeners = new Listeners(this);
    private final ClientEviction eviction;
    private final TrafficInfo traffic = new TrafficInfo(this);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger connected = new AtomicInteger();
    private volatile @Nullable Journal journal;
    private volatile @Nullable MemoryAccounts accounts;
    private Transport transport = Transport.NIO;
    private @Nullable MultiThreadIoEventLoopGroup group;
    private volatile Loop[] loops = new Loop[0];
    private volatile long[] memory = new long[0];
    private int nextLoop;

    Server(Dispatcher dispatcher, EngineStatistics statistics, ServerDirectives directives) {
        this.dispatcher = dispatcher;
        this.statistics = statistics;
        this.directives = directives;
        eviction = new ClientEviction(directives.clientMemory, statistics);
        directives.port.onChange(listeners::portChanged);
        directives.bind.onChange(listeners::bindChanged);
        dispatcher.onLeave(this::collect);
    }

    /**
     * Starts the loops and listens.
     *
     * @throws Listeners.ListenException if that is not possible; nothing is left running then
     */
    void open() throws Listeners.ListenException {
        NettySettings.apply();
        transport = Transport.of(directives.transport.text());
        int count = (int) directives.ioThreads.value();
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> new Thread(null, task, "serval-loop-" + number.getAndIncrement(), STACK_BYTES);
        MultiThreadIoEventLoopGroup started = new MultiThreadIoEventLoopGroup(count, threads, transport.handlers());
        group = started;
        List<Loop> all = new ArrayList<>();
        for (EventExecutor executor : started) {
            all.add(new Loop(this, (IoEventLoop) executor, transport != Transport.NIO));
        }
        memory = new long[count];
        loops = all.toArray(Loop[]::new);
        try {
            listeners.open();
        } catch (Listeners.ListenException failed) {
            close();
            throw failed;
        }
        LOG.info("Server initialized");
    }

    /** Says that clients are served from now on. */
    void ready() {
        if (listeners.hasTcp()) {
            LOG.info("Ready to accept connections tcp");
        }
        if (listeners.hasUnix()) {
            LOG.info("Ready to accept connections unix");
        }
    }

    /** Closes everything; waits for the loops to end. Not under the engine lock. */
    void close() {
        listeners.close();
        MultiThreadIoEventLoopGroup running = group;
        if (running == null) {
            return;
        }
        group = null;
        for (Loop loop : loops) {
            loop.execute(loop::closeAll);
        }
        running.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
        loops = new Loop[0];
    }

    private void collect() {
        for (Loop loop : loops) {
            loop.collect();
        }
    }

    // Admission

    /** A connection came in; on the acceptor's thread. */
    void accepted(Wire wire) {
        Loop[] all = loops;
        if (all.length == 0) {
            wire.close();
            return;
        }
        Loop loop = all[nextLoop++ % all.length];
        if (loop.executor().inEventLoop()) {
            admit(loop, wire);
        } else {
            loop.execute(() -> admit(loop, wire));
        }
    }

    private void admit(Loop loop, Wire wire) {
        IoRegistration registration = loop.executor().register(wire).getNow();
        if (registration == null) {
            LOG.warn("A connection cannot be registered");
            wire.close();
            return;
        }
        SocketSession session = null;
        dispatcher.enter();
        try {
            if (connected.get() >= directives.maxClients.value()) {
                statistics.rejectedConnections++;
                refuse(loop, wire, registration, TOO_MANY);
                return;
            }
            session = new SocketSession(this, loop, wire, lastId.incrementAndGet(), dispatcher.now());
            connected.incrementAndGet();
            loop.add(session);
            dispatcher.opened(session);
        } finally {
            dispatcher.leave();
        }
        if (directives.protectedMode.value() && session.is(SessionFlag.AUTHENTICATED) && !session.isLocal()) {
            statistics.rejectedConnections++;
            refuse(loop, wire, registration, DENIED);
            session.close();
            return;
        }
        LOG.debug("Accepted {}", session.address());
        wire.start(session, registration);
    }

    private static void refuse(Loop loop, Wire wire, IoRegistration registration, String reply) {
        ByteBuffer buffer = loop.input();
        byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
        buffer.put(0, bytes);
        try {
            wire.write(buffer, loop.inputAddress(), 0, bytes.length);
        } catch (IOException gone) {
            LOG.debug("A refused client did not wait for the reason");
        }
        wire.close();
        // A wire that was not started does not know of it.
        registration.cancel();
    }

    void gone() {
        connected.decrementAndGet();
    }

    // What sessions and loops ask

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ChunkPool chunks() {
        return chunks;
    }

    EngineStatistics statistics() {
        return statistics;
    }

    ServerDirectives directives() {
        return directives;
    }

    Transport transport() {
        return transport;
    }

    Listeners listeners() {
        return listeners;
    }

    String unixPath() {
        return directives.unixSocket.value();
    }

    ClientEviction eviction() {
        return eviction;
    }

    TrafficInfo traffic() {
        return traffic;
    }

    Loop acceptor() {
        return loops[0];
    }

    Loop[] loops() {
        return loops;
    }

    int connected() {
        return connected.get();
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    void journal(@Nullable Journal service) {
        journal = service;
    }

    void accounts(@Nullable MemoryAccounts service) {
        accounts = service;
    }

    @Nullable
    MemoryAccounts accounts() {
        return accounts;
    }

    boolean mayTake(long bytes) {
        MemoryAccounts known = accounts;
        return known == null || known.mayTake(bytes);
    }

    /** Notes what the sessions of a loop hold. */
    void memory(Loop loop, long bytes) {
        Loop[] all = loops;
        long sum = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == loop) {
                memory[i] = bytes;
            }
            sum += memory[i];
        }
        MemoryAccounts known = accounts;
        if (known != null) {
            known.set("clients", sum);
        }
        eviction.held(sum);
    }
}
