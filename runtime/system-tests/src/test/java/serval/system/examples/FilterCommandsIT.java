package serval.system.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import serval.system.RespConnection;
import serval.system.ServalProcess;

/** Every BF and CF command and what it answers, in both versions. */
class FilterCommandsIT {
    private static void check(RespConnection client, String... linesAndReplies) {
        for (int i = 0; i < linesAndReplies.length; i += 2) {
            assertEquals(linesAndReplies[i + 1] + "\\r\\n", client.ask(linesAndReplies[i]), linesAndReplies[i]);
        }
    }

    private static void inBothVersions(Path folder, List<String> configuration, String... linesAndReplies) {
        for (Path jar : List.of(ExampleJars.filters(), ExampleJars.filtersVersion2())) {
            Path own = folder.resolve(jar.getFileName().toString());
            try (ServalProcess server = ExampleJars.start(own, configuration, jar);
                    RespConnection client = server.connect()) {
                check(client, linesAndReplies);
            }
        }
    }

    @Test
    void bloomCommandsAnswer(@TempDir Path folder) {
        inBothVersions(
                folder,
                List.of(),
                "BF.EXISTS b x",
                ":0",
                "BF.MEXISTS b x y",
                "*2\\r\\n:0\\r\\n:0",
                "BF.CARD b",
                ":0",
                "BF.RESERVE b 0.01 2",
                "+OK",
                "BF.RESERVE b 0.01 2",
                "-ERR item exists",
                "BF.ADD b x",
                ":1",
                "BF.ADD b x",
                ":0",
                "BF.MADD b x y z",
                "*3\\r\\n:0\\r\\n:1\\r\\n:1",
                "BF.MEXISTS b x nobody z",
                "*3\\r\\n:1\\r\\n:0\\r\\n:1",
                "BF.CARD b",
                ":3",
                "BF.INFO b CAPACITY",
                "*1\\r\\n:6",
                "BF.INFO b FILTERS",
                "*1\\r\\n:2",
                "BF.INFO b items",
                "*1\\r\\n:3",
                "BF.INFO b EXPANSION",
                "*1\\r\\n:2",
                "BF.INFO b nothing",
                "-Invalid information value",
                "BF.INFO none",
                "-ERR not found",
                "BF.SCANDUMP none 0",
                "-ERR not found",
                "BF.INSERT i CAPACITY 2 ERROR 0.001 NONSCALING ITEMS a b c d",
                "*3\\r\\n:1\\r\\n:1\\r\\n-ERR non scaling filter is full",
                "BF.INFO i EXPANSION",
                "*1\\r\\n$-1",
                "BF.ADD i c",
                "-ERR non scaling filter is full",
                "BF.ADD i a",
                ":0",
                "BF.INSERT none NOCREATE ITEMS a",
                "-ERR not found",
                "EXISTS none",
                ":0",
                "BF.INSERT i ITEMS",
                "-ERR wrong number of arguments for 'bf.insert' command",
                "BF.INSERT i a b c",
                "-Unknown argument received",
                "BF.INSERT i CAPACITY 0 ITEMS a",
                "-Bad capacity",
                "BF.INSERT i ERROR 2 ITEMS a",
                "-Bad error rate",
                "BF.INSERT i EXPANSION x ITEMS a",
                "-Bad expansion",
                "BF.RESERVE r x 100",
                "-ERR bad error rate",
                "BF.RESERVE r 1 100",
                "-ERR error rate must be in the range (0.000000, 1.000000)",
                "BF.RESERVE r 0.1 x",
                "-ERR bad capacity",
                "BF.RESERVE r 0.1 0",
                "-ERR capacity must be in the range [1, 1073741824]",
                "BF.RESERVE r 0.1 10 EXPANSION",
                "-ERR no expansion",
                "BF.RESERVE r 0.1 10 EXPANSION x",
                "-ERR bad expansion",
                "BF.RESERVE r 0.1 10 EXPANSION 40000",
                "-ERR expansion must be in the range [0, 32768]",
                "BF.RESERVE r 0.1 10 EXPANSION 2 NONSCALING",
                "-Nonscaling filters cannot expand",
                "BF.RESERVE r 0.1 10 EXPANSION 0",
                "+OK",
                "BF.INFO r EXPANSION",
                "*1\\r\\n$-1",
                "SET s x",
                "+OK",
                "BF.ADD s x",
                "-WRONGTYPE Operation against a key holding the wrong kind of value",
                "CF.ADD b x",
                "-WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    @Test
    void cuckooCommandsAnswer(@TempDir Path folder) {
        inBothVersions(
                folder,
                List.of(),
                "CF.EXISTS c x",
                ":0",
                "CF.MEXISTS c x y",
                "*2\\r\\n:0\\r\\n:0",
                "CF.COUNT c x",
                ":0",
                "CF.DEL c x",
                "-Not found",
                "CF.INFO c",
                "-ERR not found",
                "CF.RESERVE c 1000 BUCKETSIZE 4 MAXITERATIONS 10 EXPANSION 3",
                "+OK",
                "CF.RESERVE c 1000",
                "-ERR item exists",
                "CF.ADD c x",
                ":1",
                "CF.ADD c x",
                ":1",
                "CF.COUNT c x",
                ":2",
                "CF.ADDNX c x",
                ":0",
                "CF.ADDNX c y",
                ":1",
                "CF.DEL c x",
                ":1",
                "CF.DEL c nobody",
                ":0",
                "CF.MEXISTS c x nobody y",
                "*3\\r\\n:1\\r\\n:0\\r\\n:1",
                "CF.INSERT c ITEMS a b",
                "*2\\r\\n:1\\r\\n:1",
                "CF.INSERTNX c ITEMS a c",
                "*2\\r\\n:0\\r\\n:1",
                "CF.INSERT none NOCREATE ITEMS a",
                "-ERR not found",
                "CF.INSERT c nothing ITEMS a",
                "-Unknown argument received",
                "CF.INSERT c CAPACITY x ITEMS a",
                "-Bad capacity",
                "CF.INSERT c CAPACITY 1 ITEMS a",
                "-Capacity must be in the range [cf-bucket-size * 2, 1073741824]",
                "CF.RESERVE r x",
                "-Bad capacity",
                "CF.RESERVE r 3",
                "-Capacity must be in the range [2 * BUCKETSIZE, 1073741824]",
                "CF.RESERVE r 100 BUCKETSIZE x",
                "-Couldn't parse BUCKETSIZE",
                "CF.RESERVE r 100 BUCKETSIZE 256",
                "-BUCKETSIZE: value must be in the range [1, 255]",
                "CF.RESERVE r 100 MAXITERATIONS x",
                "-Couldn't parse MAXITERATIONS",
                "CF.RESERVE r 100 MAXITERATIONS 0",
                "-MAXITERATIONS: value must be in the range [1, 65535]",
                "CF.RESERVE r 100 EXPANSION x",
                "-Couldn't parse EXPANSION",
                "CF.RESERVE r 100 EXPANSION -1",
                "-EXPANSION: value must be in the range [0, 32768]",
                "CF.RESERVE full 2 BUCKETSIZE 1 EXPANSION 0",
                "+OK",
                "CF.INSERT full ITEMS a a a",
                "*3\\r\\n:1\\r\\n:1\\r\\n:-1",
                "CF.ADD full a",
                "-Filter is full");
    }

    @Test
    void repliesInResp3SayYesAndNo(@TempDir Path folder) {
        try (ServalProcess server = ExampleJars.start(folder, ExampleJars.filters());
                RespConnection client = server.connect()) {
            client.ask("HELLO 3");
            check(
                    client,
                    "BF.ADD b x",
                    "#t",
                    "BF.MADD b x y",
                    "*2\\r\\n#f\\r\\n#t",
                    "BF.EXISTS b x",
                    "#t",
                    "BF.CARD b",
                    ":2",
                    "CF.ADD c x",
                    "#t",
                    "CF.ADDNX c x",
                    "#f",
                    "CF.INSERT c ITEMS y",
                    "*1\\r\\n#t",
                    "CF.INSERTNX c ITEMS y z",
                    "*2\\r\\n:0\\r\\n:1",
                    "CF.COUNT c x",
                    ":1",
                    "CF.DEL c x",
                    "#t",
                    "BF.INFO b EXPANSION",
                    "*1\\r\\n:2");
            String info = client.ask("BF.INFO b");
            assertTrue(info.startsWith("%5\\r\\n+Capacity\\r\\n:100\\r\\n+Size\\r\\n:"), info);
            assertTrue(
                    info.endsWith(
                            "+Number of filters\\r\\n:1\\r\\n+Number of items inserted\\r\\n:2\\r\\n+Expansion rate\\r\\n:2\\r\\n"),
                    info);
            String more = client.ask("CF.INFO c");
            assertTrue(
                    more.endsWith("+Number of buckets\\r\\n:512\\r\\n+Number of filters\\r\\n:1\\r\\n"
                            + "+Number of items inserted\\r\\n:2\\r\\n+Number of items deleted\\r\\n:1\\r\\n+Bucket size\\r\\n:2\\r\\n"
                            + "+Expansion rate\\r\\n:1\\r\\n+Max iterations\\r\\n:20\\r\\n"),
                    more);
        }
    }

    @Test
    void filtersMadeByDefaultsAreJournalledInFull(@TempDir Path folder) {
        List<String> defaults = List.of("bf-error-rate 0.02", "bf-initial-size 50", "cf-bucket-size 4");
        try (ServalProcess server = ExampleJars.start(folder, defaults, ExampleJars.filters());
                RespConnection client = server.connect()) {
            client.ask("TEST.JOURNAL");
            client.ask("BF.ADD b x");
            client.ask("BF.ADD b x");
            client.ask("BF.ADD b y");
            client.ask("CF.ADD c x");
            String journal = client.ask("TEST.JOURNAL");
            assertTrue(journal.startsWith("*3\\r\\n"), journal);
            assertTrue(
                    journal.contains(
                            "0: BF.RESERVE b 0.02 50 EXPANSION 2 #serval.example.filters ; 0: BF.ADD b x #serval"),
                    journal);
            assertTrue(
                    journal.contains(
                            "0: CF.RESERVE c 1024 BUCKETSIZE 4 MAXITERATIONS 20 EXPANSION 1 #serval.example.filters ; 0: CF.ADD c x"),
                    journal);
            check(
                    client,
                    "CONFIG SET bf-error-rate 1",
                    "-ERR CONFIG SET failed (possibly related to argument 'bf-error-rate') - argument must be a number above 0 and below 1");
        }
    }
}
