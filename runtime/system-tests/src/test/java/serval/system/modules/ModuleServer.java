package serval.system.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** A server that takes modules from a test's folder. */
final class ModuleServer {
    static final String OK = "+OK\\r\\n";

    private ModuleServer() {}

    static ServalProcess start(Path folder, String... configuration) {
        return ServalProcess.start(lines(folder, configuration));
    }

    /** Starts one whose JVM is given these options. */
    static ServalProcess startWithOptions(String options, Path folder, String... configuration) {
        return ServalProcess.startWithOptions(options, lines(folder, configuration));
    }

    private static String[] lines(Path folder, String... configuration) {
        List<String> lines = new ArrayList<>(List.of("enable-module-command local", "module-path " + folder));
        lines.addAll(List.of(configuration));
        return lines.toArray(String[]::new);
    }

    /** A bulk string as replies are shown. */
    static String bulk(String text) {
        return "$" + text.length() + "\\r\\n" + text + "\\r\\n";
    }

    /** Waits until MODULE LIST contains a text. */
    static void awaitListed(ServalProcess server, RespConnection client, String text) {
        server.await(
                "'" + text + "' in MODULE LIST", () -> client.ask("MODULE LIST").contains(text));
    }

    /** Has the server's JVM collect garbage. */
    static void collectGarbage(ServalProcess server) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
