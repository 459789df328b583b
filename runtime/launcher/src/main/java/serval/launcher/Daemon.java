package serval.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts the server in the background when {@code daemonize yes} is configured.
 *
 * <p>A JVM cannot fork, so the first process starts a second one in a session of its own and waits until that one is
 * either up or dead: until the second process closes its standard error. The directive is looked up here with a simple
 * reading of the configuration, because by the time the real parser runs most of the start-up has been paid for.
 */
final class Daemon {
    private static final String MARK = "SERVAL_DAEMON";
    private static final int MAX_INCLUDES = 16;

    private Daemon() {}

    /** Whether this process is the one in the background. */
    static boolean isDaemon() {
        return System.getenv(MARK) != null;
    }

    static boolean wanted(String[] arguments, @Nullable String input) {
        if (isDaemon()) {
            return false;
        }
        boolean[] wanted = {false};
        int first = 0;
        if (arguments.length > 0 && !arguments[0].startsWith("-")) {
            readFile(Path.of(arguments[0]), wanted, 0);
            first = 1;
        }
        List<String> words = new ArrayList<>();
        for (int i = first; i < arguments.length; i++) {
            Collections.addAll(words, arguments[i].trim().split("\\s+"));
        }
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase("--daemonize")) {
                wanted[0] = words.get(i + 1).equalsIgnoreCase("yes");
            }
        }
        if (input != null) {
            input.lines().forEach(line -> readLine(line, wanted, 0));
        }
        return wanted[0];
    }

    private static void readFile(Path file, boolean[] wanted, int depth) {
        if (depth > MAX_INCLUDES) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                readLine(line, wanted, depth);
            }
        } catch (IOException unreadable) {
            // The configuration's own parser says so, with the text and the exit status that Redis users know.
        }
    }

    private static void readLine(String line, boolean[] wanted, int depth) {
        StringTokenizer words = new StringTokenizer(line, " \t\r\"'");
        if (words.countTokens() != 2) {
            return;
        }
        String name = words.nextToken().toLowerCase(Locale.ROOT);
        String value = words.nextToken();
        if (name.equals("daemonize")) {
            wanted[0] = value.equalsIgnoreCase("yes");
        } else if (name.equals("include")) {
            readFile(Path.of(value), wanted, depth + 1);
        }
    }

    /**
     * Starts the background process.
     *
     * @return the exit status of this process: 0 once the other one is up, else that one's
     */
    static int spawn(Path home, String[] arguments, @Nullable String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(home.resolve("bin").resolve("serval-server").toString());
        Collections.addAll(command, arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(MARK, "1");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process daemon = builder.start();
        try (OutputStream standardInput = daemon.getOutputStream()) {
            if (input != null) {
                standardInput.write(input.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        daemon.getErrorStream().transferTo(System.err);
        return daemon.isAlive() && !daemon.waitFor(100, TimeUnit.MILLISECONDS) ? 0 : daemon.exitValue();
    }

    /** Tells the waiting process that the server is up: closing these two points them at the null device. */
    static void detach() {
        if (isDaemon()) {
            System.out.close();
            System.err.close();
        }
    }
}
