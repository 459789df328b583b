package serval.system.aof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import serval.system.RedisProcess;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** A folder that servers are started in, one after another. */
final class AofFolder {
    private final Path dir;

    AofFolder(Path dir) {
        this.dir = dir;
    }

    private String[] configuration(String... more) {
        List<String> lines = new ArrayList<>(List.of("dir " + dir, "appendonly yes", "enable-debug-command yes"));
        lines.addAll(List.of(more));
        return lines.toArray(String[]::new);
    }

    /** Starts Serval and waits until it serves. */
    ServalProcess serval(String... more) {
        return ServalProcess.start(configuration(more));
    }

    /** Starts Serval without waiting for it. */
    ServalProcess launch(String... more) {
        return ServalProcess.launch(ServalProcess.distribution(), List.of(configuration(more)));
    }

    /** Starts Redis and waits until it serves. */
    RedisProcess redis(String... more) {
        return RedisProcess.start(configuration(more));
    }

    /** The folder of the files. */
    Path files() {
        return dir.resolve("appendonlydir");
    }

    /** The present increment. */
    Path increment() {
        List<String> lines = manifest();
        return files().resolve(lines.getLast().split(" ")[1]);
    }

    /** The lines of the manifest. */
    List<String> manifest() {
        try {
            return Files.readAllLines(files().resolve("appendonly.aof.manifest"), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Has a server rewrite its file, and waits until it has. */
    static void rewrite(RespConnection client) {
        client.call("BGREWRITEAOF");
        awaitRewritten(client);
    }

    /** Waits until nothing is being rewritten. */
    static void awaitRewritten(RespConnection client) {
        while (!info(client, "aof_rewrite_in_progress").equals("0")
                || !info(client, "aof_rewrite_scheduled").equals("0")) {
            Thread.onSpinWait();
        }
    }

    /** A field of INFO persistence. */
    static String info(RespConnection client, String field) {
        for (String line : new String(client.call("INFO persistence"), StandardCharsets.ISO_8859_1).split("\r\n")) {
            if (line.startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }
}
