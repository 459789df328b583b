package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import serval.system.CommandLine;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.load.MixedLoad;
import serval.system.load.Pinger;
import serval.system.load.TypeScripts;
import serval.system.payload.Specimens;

/**
 * The bundle of each data type is exchanged, taken away and put back in a server that holds values of every type in every encoding,
 * small and large, while clients use them and others wait. {@code -Dserval.largeValue} says how many elements the large values
 * have, {@code -Dserval.pace} how many requests the clients send a second (without it as many as they can), and
 * {@code -Dserval.longestPause} the most milliseconds that a PING may take; without it nothing is asked of time.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class TypeUpgradeIT {
    private static final int LARGE = Integer.getInteger("serval.largeValue", 100_000);
    private static final int LONGEST_PAUSE = Integer.getInteger("serval.longestPause", 0);
    private static final int PACE = Integer.getInteger("serval.pace", 0);
    private static final int STRETCH = 1000;

    private static final List<String> BUNDLES = List.of(
            "serval.list",
            "serval.set",
            "serval.hash",
            "serval.zset",
            "serval.geo",
            "serval.stream",
            "serval.string",
            "serval.hyperloglog",
            "serval.keys");

    /** Values that clients write to all the time: what is added is gone at the end. */
    private static final Set<String> WRITTEN =
            Set.of("large:list", "large:set", "large:hash", "large:zset", "large:stream");

    /** What a client waits with, and what makes a value for it. */
    private static final Map<String, String[]> WAITING = Map.of(
            "serval.list",
                    new String[] {
                        "BLPOP wait:list 0", "RPUSH wait:list x", "*2\\r\\n$9\\r\\nwait:list\\r\\n$1\\r\\nx\\r\\n"
                    },
            "serval.zset",
                    new String[] {
                        "BZPOPMIN wait:zset 0",
                        "ZADD wait:zset 1 x",
                        "*3\\r\\n$9\\r\\nwait:zset\\r\\n$1\\r\\nx\\r\\n$1\\r\\n1\\r\\n"
                    },
            "serval.stream",
                    new String[] {
                        "XREAD BLOCK 0 STREAMS wait:stream $",
                        "XADD wait:stream 1-1 a b",
                        "*1\\r\\n*2\\r\\n$11\\r\\nwait:stream\\r\\n*1\\r\\n*2\\r\\n$3\\r\\n1-1\\r\\n*2\\r\\n$1\\r\\na\\r\\n$1\\r\\nb\\r\\n"
                    });

    @TempDir
    Path folder;

    private final Map<String, String> digests = new LinkedHashMap<>();
    private long longest;

    private static Path original(String bundle) {
        try (Stream<Path> files = Files.list(ServalProcess.distribution().resolve("bundles"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(bundle + "-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Adds all elements, so many at once, each made of its number as some words. */
    private static void fill(RespConnection connection, String command, String key, IntFunction<String> element) {
        for (int from = 0; from < LARGE; from += STRETCH) {
            List<byte[]> words = new ArrayList<>(List.of(bytes(command), bytes(key)));
            for (int i = from; i < Math.min(LARGE, from + STRETCH); i++) {
                for (String word : element.apply(i).split(" ")) {
                    words.add(bytes(word));
                }
            }
            connection.call(words.toArray(byte[][]::new));
        }
    }

    private List<String> fillAll(RespConnection connection) {
        List<String> keys = new ArrayList<>(Specimens.make(connection));
        fill(connection, "RPUSH", "large:list", i -> "element-" + i);
        fill(connection, "SADD", "large:set", i -> "member-" + i);
        fill(connection, "SADD", "large:numbers", i -> Integer.toString(i));
        fill(connection, "HSET", "large:hash", i -> "field-" + i + " value-" + i);
        fill(connection, "HSET", "large:timed", i -> "field-" + i + " value-" + i);
        for (int from = 0; from < LARGE; from += STRETCH) {
            StringBuilder fields =
                    new StringBuilder("HEXPIRE large:timed 1000000 FIELDS " + Math.min(STRETCH, LARGE - from));
            for (int i = from; i < Math.min(LARGE, from + STRETCH); i++) {
                fields.append(" field-").append(i);
            }
            connection.call(fields.toString());
        }
        fill(connection, "ZADD", "large:zset", i -> i * 7919L % LARGE + " member-" + i);
        for (int from = 1; from <= LARGE; from += STRETCH) {
            StringBuilder commands = new StringBuilder();
            for (int i = from; i < from + STRETCH; i++) {
                commands.append("XADD large:stream ")
                        .append(i)
                        .append("-1 field value-")
                        .append(i)
                        .append("\r\n");
            }
            connection.send(bytes(commands.toString()));
            for (int i = 0; i < STRETCH; i++) {
                connection.reply();
            }
        }
        connection.ask("XGROUP CREATE large:stream group 0");
        connection.ask("XREADGROUP GROUP group consumer COUNT 10000 STREAMS large:stream >");
        for (String type : List.of("list", "set", "numbers", "hash", "timed", "zset", "stream")) {
            keys.add("large:" + type);
        }
        return keys;
    }

    private void assertUnchanged(RespConnection control, String when, Set<String> except) {
        digests.forEach((key, digest) -> {
            if (!except.contains(key)) {
                assertEquals(digest, control.ask("DEBUG DIGEST-VALUE " + key), when + ": " + key);
            }
        });
    }

    private static void awaitBlocked(ServalProcess server, RespConnection control, int clients) {
        server.await(
                clients + " blocked clients",
                () -> control.ask("INFO clients").contains("blocked_clients:" + clients + "\\r\\n"));
    }

    private static void send(RespConnection connection, String command) {
        connection.send(RespConnection.encode(CommandLine.split(command)));
    }

    private void report(Pinger pinger, String what) {
        long pause = pinger.longestMicros();
        longest = Math.max(longest, pause);
        pinger.forget();
        System.out.println("Longest PING during " + what + ": " + pause + " us");
    }

    private static void settled(ServalProcess server, RespConnection control) {
        server.await("the modules to settle", () -> {
            String modules = control.ask("MODULE LIST");
            return !modules.contains("held") && !modules.contains("leaving") && !modules.contains("settling");
        });
    }

    @Test
    void valuesOutliveTheirBundles() {
        try (ServalProcess server = ModuleServer.start(folder, "module-probation 0", "enable-debug-command yes");
                RespConnection control = server.connect();
                RespConnection waiter = server.connect();
                MixedLoad load = new MixedLoad(server.port())) {
            fillAll(control).forEach(key -> digests.put(key, control.ask("DEBUG DIGEST-VALUE " + key)));
            assertEquals(digests.size(), Long.parseLong(control.ask("DBSIZE").replaceAll("[^0-9]", "")));
            TypeScripts.small().forEach(load::add);
            TypeScripts.large(LARGE).forEach(load::add);
            load.pace(PACE);
            load.start();
            try (Pinger pinger = new Pinger(server)) {
                server.await("replies", () -> load.replies() > 50_000);
                pinger.forget();
                server.await("more replies", () -> load.replies() > 100_000);
                System.out.println("Longest PING before: " + pinger.longestMicros() + " us");
                for (String bundle : BUNDLES) {
                    exchange(server, control, waiter, pinger, bundle);
                    assertEquals(List.of(), load.failures(), bundle);
                    assertUnchanged(control, "after the exchange of " + bundle, WRITTEN);
                    takeAwayAndPutBack(server, control, waiter, pinger, load, bundle);
                    assertEquals(List.of(), load.failures(), bundle);
                    assertUnchanged(control, "after the return of " + bundle, WRITTEN);
                }
            }
            assertEquals(List.of(), load.finish());
            assertUnchanged(control, "at the end", Set.of());
            String log = server.log();
            assertFalse(log.contains("Exception") || log.contains("cannot be converted"), log);
            if (LONGEST_PAUSE > 0) {
                assertTrue(longest < LONGEST_PAUSE * 1000L, "the longest pause was " + longest + " us");
            }
        }
    }

    private void exchange(
            ServalProcess server, RespConnection control, RespConnection waiter, Pinger pinger, String bundle) {
        String[] waiting = WAITING.get(bundle);
        if (waiting != null) {
            send(waiter, waiting[0]);
            awaitBlocked(server, control, 1);
        }
        Path jar = ModuleJars.repackaged(bundle, "0.2.0", folder.resolve(bundle + "-0.2.0.jar"));
        pinger.forget();
        assertEquals(ModuleServer.OK, control.ask("MODULE UPGRADE " + jar), bundle);
        settled(server, control);
        report(pinger, "the exchange of " + bundle);
        if (waiting != null) {
            assertFalse(control.ask(waiting[1]).startsWith("-"));
            assertEquals(waiting[2], CommandLine.show(waiter.reply()));
            assertFalse(control.ask("DEL wait:stream").startsWith("-"));
        }
    }

    private void takeAwayAndPutBack(
            ServalProcess server,
            RespConnection control,
            RespConnection waiter,
            Pinger pinger,
            MixedLoad load,
            String bundle) {
        String[] waiting = WAITING.get(bundle);
        if (waiting != null) {
            send(waiter, waiting[0]);
            awaitBlocked(server, control, 1);
        }
        pinger.forget();
        load.absent(bundle);
        assertEquals(ModuleServer.OK, control.ask("MODULE UNLOAD " + bundle), bundle);
        settled(server, control);
        report(pinger, "the removal of " + bundle);
        if (waiting != null) {
            assertTrue(CommandLine.show(waiter.reply()).startsWith("-UNBLOCKED "));
        }
        assertEquals(ModuleServer.OK, control.ask("MODULE LOAD " + original(bundle)), bundle);
        load.present(bundle);
        settled(server, control);
        report(pinger, "the return of " + bundle);
    }
}
