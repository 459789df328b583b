package serval.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server that runs in a process of its own, with a temporary folder as its {@code dir} and a free port.
 *
 * <p>Standard output, standard error and the configuration are files of that folder. Closing kills what still runs and
 * removes the folder.
 */
public class ServerProcess implements AutoCloseable {
    /** {@code serval.patience} in seconds, for a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("serval.patience", 60));

    private static final long POLL_MILLIS = 10;

    private final Path folder;
    private final int port;
    private final Process process;

    /**
     * Starts a server without waiting for it.
     *
     * @param program the executable
     * @param configuration lines of a configuration file; {@code port} and {@code dir} are seen to
     * @param arguments words after the file's name on the command line
     */
    protected ServerProcess(Path program, List<String> configuration, String... arguments) {
        this(program, Map.of(), configuration, arguments);
    }

    /** Starts a server with variables of the environment besides those of this process, without waiting for it. */
    protected ServerProcess(
            Path program, Map<String, String> environment, List<String> configuration, String... arguments) {
        try {
            folder = Files.createTempDirectory("serval-test-");
            port = freePort();
            List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + folder, "save ''"));
            lines.addAll(configuration);
            Path file = Files.write(folder.resolve("server.conf"), lines);
            List<String> command = new ArrayList<>(List.of(program.toString(), file.toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            process = builder.directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(folder.resolve("stdout").toFile())
                    .redirectError(folder.resolve("stderr").toFile())
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * A port that nothing listened on a moment ago, and that no outgoing connection takes until the server listens: systems give those
     * higher ones.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Waits until the server accepts connections. Fails with its output if it ends before or takes a minute. */
    public final void awaitReady() {
        awaitLog("Ready to accept connections");
    }

    /** Whether the server ended because another process had taken its port since that was free. */
    final boolean lostItsPort() {
        return !process.isAlive() && log().contains("127.0.0.1:" + port + ": bind: Address already in use");
    }

    /** Waits until the server's standard output contains {@code text}. */
    public final void awaitLog(String text) {
        await("'" + text + "' in the log", () -> {
            boolean found = log().contains(text);
            if (!found && !process.isAlive() && !log().contains(text)) {
                throw new AssertionError("the server ended with status " + process.exitValue() + " before it wrote '"
                        + text + "':\n" + log() + errors());
            }
            return found;
        });
    }

    /** Waits for a condition; fails, naming it and giving the log, after a minute. */
    public final void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + ":\n" + log() + errors());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Sends a signal by its name, {@code TERM} for one. */
    public final void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the process to end by itself; fails after a minute. Returns its exit status. */
    public final int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the server does not end:\n" + log() + errors());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** A new connection that speaks RESP2 until told otherwise. */
    public final RespConnection connect() {
        return RespConnection.open(port);
    }

    public final int port() {
        return port;
    }

    public final long pid() {
        return process.pid();
    }

    public final boolean isAlive() {
        return process.isAlive();
    }

    /** The server's {@code dir}. */
    public final Path folder() {
        return folder;
    }

    /** Standard output so far. */
    public final String log() {
        return read("stdout");
    }

    /** Standard error so far. */
    public final String errors() {
        return read("stderr");
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public final void close() {
        process.destroyForcibly();
        awaitExit();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
