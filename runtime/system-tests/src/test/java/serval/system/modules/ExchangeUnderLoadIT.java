package serval.system.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;
import serval.system.examples.ExampleJars;
import serval.system.load.ExampleScripts;
import serval.system.load.MixedLoad;
import serval.system.load.Scripts;

/**
 * Installs, exchanges, removes and reinstalls modules and bundles of the distribution under the load of fifty clients, again and
 * again. {@code -Dserval.rounds} says how often, {@code -Dserval.pace} how many requests a second the clients send, and
 * {@code -Dserval.longestPause} the most milliseconds that a reply may take; without them the clients send as fast as they can, and
 * nothing is asked of time.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExchangeUnderLoadIT {
    private static final int ROUNDS = Integer.getInteger("serval.rounds", 2);
    private static final int LONGEST_PAUSE = Integer.getInteger("serval.longestPause", 0);
    /** Where time counts, the server has served for half a minute and has its code compiled: a fresh JVM has pauses of its own. */
    private static final int REPLIES_BEFORE = LONGEST_PAUSE > 0 ? 150_000 : 20_000;

    private static final int PACE = Integer.getInteger("serval.pace", 0);
    private static final int LARGE = Integer.getInteger("serval.largeFilter", 100_000);
    private static final List<String> FIRST_PARTY = List.of("serval.hyperloglog", "serval.string");

    @TempDir
    Path folder;

    private Map<String, Path[]> examples() {
        return Map.of(
                ExampleScripts.HELLO,
                versions(ExampleJars.hello()),
                ExampleScripts.THROTTLE,
                versions(ExampleJars.throttle()),
                ExampleScripts.FILTERS,
                new Path[] {ExampleJars.filters(), ExampleJars.filtersVersion2()},
                ExampleScripts.BLOCKING,
                versions(ExampleJars.blocking()),
                "serval.example.events",
                versions(ExampleJars.events()));
    }

    private Path[] versions(Path jar) {
        return new Path[] {jar, ModuleJars.repackaged(jar, "1.1.0", folder.resolve("next-" + jar.getFileName()))};
    }

    /** Two later versions of each bundle of the distribution, made before anybody is timed. */
    private List<List<Path>> firstParty() {
        List<List<Path>> versions = new ArrayList<>();
        for (String bundle : FIRST_PARTY) {
            versions.add(List.of(later(bundle, "0.1.1"), later(bundle, "0.1.2")));
        }
        return versions;
    }

    private Path later(String bundle, String version) {
        return ModuleJars.repackaged(bundle, version, folder.resolve(bundle + "-" + version + ".jar"));
    }

    @Test
    void nobodyNotices() {
        Map<String, Path[]> examples = examples();
        List<String> paths = new ArrayList<>();
        examples.values().forEach(jars -> paths.add("module-path " + jars[0].getParent()));
        paths.add("module-path " + ExampleJars.filtersVersion2().getParent());
        List<List<Path>> firstParty = firstParty();
        try (ServalProcess server = ModuleServer.start(folder, paths.toArray(String[]::new));
                RespConnection control = server.connect();
                MixedLoad load = load(server)) {
            examples.values().forEach(jars -> done(control, "MODULE LOAD " + jars[0]));
            fill(control);
            load.pace(PACE);
            load.start();
            server.await("replies", () -> load.replies() > REPLIES_BEFORE);
            String before = times(load);
            load.forgetTimes();
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, Path[]> example : examples.entrySet()) {
                    exchange(control, load, example.getKey(), example.getValue());
                }
                for (List<Path> jars : firstParty) {
                    done(control, "MODULE UPGRADE " + jars.get(round % 2));
                }
                assertEquals(List.of(), load.failures(), "round " + round);
            }
            System.out.println("Replies in all: " + load.replies());
            System.out.println("Before the exchanges: " + before);
            System.out.println(
                    "During " + ROUNDS + " rounds: " + times(load) + ", the longest for " + load.longestRequest());
            long longest = load.longestMicros();
            assertEquals(List.of(), load.finish());
            awaitCollection(server, control);
            if (LONGEST_PAUSE > 0) {
                assertTrue(longest < LONGEST_PAUSE * 1000L, "the longest pause was " + longest + " us");
            }
        }
    }

    @Test
    void largeValueChangesHandsWhileItIsWrittenTo() {
        try (ServalProcess server = ModuleServer.start(
                        folder,
                        "module-path " + ExampleJars.filters().getParent(),
                        "module-path " + ExampleJars.filtersVersion2().getParent());
                RespConnection control = server.connect();
                MixedLoad load = new MixedLoad(server.port())) {
            done(control, "MODULE LOAD " + ExampleJars.filters());
            fill(control);
            for (int i = 0; i < 4; i++) {
                load.add(ExampleScripts.filter("large", i));
                load.add(Scripts.strings(i));
            }
            load.pace(PACE);
            load.start();
            server.await("replies", () -> load.replies() > REPLIES_BEFORE);
            String before = times(load);
            load.forgetTimes();
            for (int round = 0; round < ROUNDS; round++) {
                done(control, "MODULE UPGRADE " + ExampleJars.filtersVersion2());
                done(control, "MODULE UPGRADE " + ExampleJars.filters());
            }
            System.out.println("One filter of " + LARGE + " elements, before: " + before);
            System.out.println("During " + 2 * ROUNDS + " exchanges: " + times(load));
            assertTrue(server.log().contains("1 large values were converted beside those in use, 0 are left"));
            long longest = load.longestMicros();
            assertEquals(List.of(), load.finish());
            if (LONGEST_PAUSE > 0) {
                assertTrue(longest < LONGEST_PAUSE * 1000L, "the longest pause was " + longest + " us");
            }
        }
    }

    private static String times(MixedLoad load) {
        return "p50 " + load.percentile(0.5) + " us, p99.9 " + load.percentile(0.999) + " us, longest "
                + load.longestMicros() + " us";
    }

    private static MixedLoad load(ServalProcess server) {
        MixedLoad load = new MixedLoad(server.port());
        for (int i = 0; i < 14; i++) {
            load.add(Scripts.strings(i));
        }
        for (int i = 0; i < 8; i++) {
            load.add(Scripts.hyperLogLogs(i));
        }
        for (int i = 0; i < 6; i++) {
            load.add(Scripts.transactions(i));
        }
        for (int i = 0; i < 5; i++) {
            load.add(ExampleScripts.hello(i));
            load.add(ExampleScripts.throttle(i));
        }
        for (int i = 0; i < 4; i++) {
            load.add(ExampleScripts.filter("filter:" + i, i));
            load.add(ExampleScripts.blocking(i));
        }
        for (int i = 0; i < 4; i++) {
            load.add(ExampleScripts.filter("large", 1000 + i));
        }
        return load;
    }

    private static void fill(RespConnection control) {
        done(control, "BF.RESERVE large 0.01 " + 2 * LARGE);
        for (int from = 0; from < LARGE; from += 1000) {
            byte[][] words = new byte[1002][];
            words[0] = bytes("BF.MADD");
            words[1] = bytes("large");
            for (int i = 0; i < 1000; i++) {
                words[i + 2] = bytes("filled" + (from + i));
            }
            control.call(words);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void exchange(RespConnection control, MixedLoad load, String name, Path[] jars) {
        done(control, "MODULE UPGRADE " + jars[1]);
        done(control, "MODULE UPGRADE " + jars[0]);
        load.absent(name);
        done(control, "MODULE UNLOAD " + name);
        done(control, "MODULE LOAD " + jars[0]);
        load.present(name);
    }

    private static void done(RespConnection control, String command) {
        assertEquals(ModuleServer.OK, control.ask(command), command);
    }

    /** Former versions are out of memory once probation has ended and garbage was collected. */
    private static void awaitCollection(ServalProcess server, RespConnection control) {
        done(control, "CONFIG SET module-probation 0");
        server.await("the class loaders' collection", () -> {
            ModuleServer.collectGarbage(server);
            String modules = control.ask("MODULE LIST");
            return !modules.contains("awaiting") && !modules.contains("held") && !modules.contains("leaving");
        });
    }
}
