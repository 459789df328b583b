package serval.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import serval.testkit.LogLine;

/** One start of a server: a framework of its own, a port, a folder that goes with it. */
public final class RunningServer {
    private static final int ATTEMPTS = 5;
    private static final String VENDORS = "modules-under-test";
    private static final int LOG_SHOWN = 20;

    private final Path home;
    private final int port;
    private final Container container;

    private RunningServer(Path home, int port, Container container) {
        this.home = home;
        this.port = port;
        this.container = container;
    }

    /** Starts a server and waits until it accepts connections. */
    public static RunningServer start(Host host, List<LogLine> log, List<String> directives) {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            RunningServer server = launch(host, port, directives);
            if (server.accepts()) {
                return server;
            }
            server.close();
            // Somebody else may have been faster at the port.
            if (attempt == ATTEMPTS
                    || log.stream().noneMatch(line -> line.message().contains("istening"))) {
                throw new IllegalStateException("The server does not start:\n" + lastLines(log));
            }
        }
    }

    private static RunningServer launch(Host host, int port, List<String> directives) {
        try {
            Path home = Files.createTempDirectory("serval-testkit-");
            Files.createDirectories(home.resolve("modules"));
            Files.createDirectories(home.resolve(VENDORS));
            Container container = new SeparateLoader()
                    .create(Container.class, "serval.testkit.inside.Inside", new Class<?>[] {Host.class}, host);
            RunningServer server = new RunningServer(home, port, container);
            try {
                container.start(home, ClassPath.startLevels(), ClassPath.read().server(), server.arguments(directives));
                return server;
            } catch (Exception failed) {
                server.close();
                throw new IllegalStateException("The server's framework does not start", failed);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The command line; what the tests ask for comes last and wins. */
    private List<String> arguments(List<String> directives) {
        List<String> words = new ArrayList<>(List.of(
                "--port", Integer.toString(port),
                "--bind", "127.0.0.1",
                "--dir", home.toString(),
                "--save", "",
                "--hz", "100",
                "--enable-debug-command", "local",
                "--enable-module-command", "yes",
                "--module-path", vendors().toString(),
                "--module-probation", "0",
                "--serval-transport", "nio"));
        for (String directive : directives) {
            String[] nameAndValue = directive.trim().split("\\s+", 2);
            words.add("--" + nameAndValue[0]);
            if (nameAndValue.length > 1) {
                words.add(nameAndValue[1]);
            }
        }
        return words;
    }

    /** A port that is free, and lower than those that systems give to outgoing connections. */
    private static int freePort() {
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

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static String lastLines(List<LogLine> log) {
        StringBuilder text = new StringBuilder();
        log.subList(Math.max(0, log.size() - LOG_SHOWN), log.size())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The folder that is the distribution's and the {@code dir} of the server. */
    public Path home() {
        return home;
    }

    /** The folder that MODULE takes jars from; it is not watched. */
    public Path vendors() {
        return home.resolve(VENDORS);
    }

    /** Its framework. */
    public Container container() {
        return container;
    }

    /** Stops it and removes its folder. */
    public void close() {
        try {
            container.close();
            try (Stream<Path> walk = Files.walk(home)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            throw new IllegalStateException("The server does not stop", failed);
        }
    }
}
