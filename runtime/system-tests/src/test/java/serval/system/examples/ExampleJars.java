package serval.system.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import serval.system.ServalProcess;
import serval.system.TestServer;

/** The jars of the examples as the build has made them. */
public final class ExampleJars {
    private ExampleJars() {}

    public static Path hello() {
        return jar("hello-command");
    }

    public static Path throttle() {
        return jar("rate-limiter");
    }

    /** The filters, version 1.0.0. */
    public static Path filters() {
        return jar("custom-type");
    }

    /** The filters, version 2.0.0. */
    public static Path filtersVersion2() {
        return jar("custom-type-v2");
    }

    public static Path blocking() {
        return jar("blocking-command");
    }

    public static Path events() {
        return jar("event-listener");
    }

    /** A language for scripts. */
    public static Path lines() {
        return jar("script-engine");
    }

    /** All of them, in one version each. */
    public static List<Path> all() {
        return List.of(hello(), throttle(), filters(), blocking(), events());
    }

    private static Path jar(String folder) {
        Path target = Path.of(System.getProperty("serval.examples"), folder, "target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "serval.example.*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
            throw new IllegalStateException("no jar in " + target);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Starts a server that has these jars among its bundles from the beginning, and the test bundle, in a copy of the
     * distribution in this folder.
     */
    static ServalProcess start(Path folder, Path... jars) {
        return start(folder, List.of(), jars);
    }

    static ServalProcess start(Path folder, List<String> configuration, Path... jars) {
        Path distribution = TestServer.copyDistribution(folder);
        Path testBundle = Path.of(System.getProperty("serval.testbundle"));
        try {
            Files.copy(testBundle, distribution.resolve("bundles").resolve(testBundle.getFileName()));
            for (Path jar : jars) {
                Files.copy(jar, distribution.resolve("bundles").resolve(jar.getFileName()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ServalProcess server = ServalProcess.launch(distribution, configuration);
        server.awaitReady();
        return server;
    }
}
