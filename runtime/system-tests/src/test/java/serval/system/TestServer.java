package serval.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the distribution that hold more bundles than it comes with. */
public final class TestServer {
    private TestServer() {}

    /** Copies the distribution into a folder and returns that folder. */
    public static Path copyDistribution(Path folder) {
        Path original = ServalProcess.distribution();
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(original.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts a server with the test bundle, in a copy of the distribution in this folder, and waits until it is ready. */
    public static ServalProcess startWithTestBundle(Path folder, String... configuration) {
        Path distribution = copyDistribution(folder);
        Path bundle = Path.of(System.getProperty("serval.testbundle"));
        try {
            Files.copy(bundle, distribution.resolve("bundles").resolve(bundle.getFileName()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ServalProcess server = ServalProcess.launch(distribution, List.of(configuration));
        server.awaitReady();
        return server;
    }
}
