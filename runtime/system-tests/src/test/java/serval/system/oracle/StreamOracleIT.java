package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Adding to streams, reading, trimming and deleting. */
class StreamOracleIT extends OracleTest {
    @Test
    void adding() {
        compare(
                "XADD s 1-1 a 1",
                "XADD s 1-1 a 1",
                "XADD s 1-* a 2 b 3",
                "XADD s 1 a 2",
                "XADD s 2 a -5",
                "XADD s 2-18446744073709551615 a b",
                "XADD s 2-* a b",
                "XADD s 007-01 a b",
                "XADD s NOMKSTREAM 8-* a b",
                "XADD missing NOMKSTREAM 8-* a b",
                "EXISTS missing",
                "XADD z 0-0 a b",
                "XADD z 0 a b",
                "XADD z 0-* a b",
                "XLEN z",
                "XADD s",
                "XADD s * a",
                "XADD s * a b c",
                "XADD s x a b",
                "XADD s - a b",
                "XADD s + a b",
                "XADD s 9-x a b",
                "XADD s 99999999999999999999-1 a b",
                "XADD s MAXLEN",
                "XADD s MAXLEN x 9-1 a b",
                "XADD s MAXLEN -1 9-1 a b",
                "XADD s MAXLEN 3 MINID 1 9-1 a b",
                "XADD s MAXLEN 3 LIMIT 1 9-1 a b",
                "XADD s LIMIT 1 9-1 a b",
                "XADD s MAXLEN ~ 3 LIMIT -1 9-1 a b",
                "XADD s MAXLEN 3 9-1 a b",
                "XADD s MAXLEN = 2 9-2 a b",
                "XADD s MINID 9-2 9-3 a b",
                "XADD s MINID ~ x 9-4 a b",
                "XRANGE s - +",
                "XADD full 18446744073709551615-18446744073709551615 a b",
                "XADD full * a b",
                "XADD full 1-1 a b",
                "SET text v",
                "XADD text * a b",
                "XLEN text",
                "XRANGE text - +",
                "TYPE s",
                "OBJECT ENCODING s",
                "DEBUG DIGEST-VALUE s",
                "DEBUG DIGEST");
    }

    @Test
    void ranges() {
        List<String> commands = filled(250);
        for (String bounds : List.of(
                "- +",
                "5 10",
                "5-1 7-0",
                "(5-0 (9-0",
                "300 400",
                "9 1",
                "(+ +",
                "- (-",
                "x 1",
                "( 1",
                "(18446744073709551615-18446744073709551615 +",
                "- (0-0",
                "- 5",
                "5")) {
            commands.add("XRANGE s " + bounds);
            commands.add("XREVRANGE s " + bounds);
            commands.add("XRANGE s " + bounds + " COUNT 3");
            commands.add("XREVRANGE s " + bounds + " COUNT 3");
        }
        commands.addAll(List.of(
                "XREVRANGE s + - COUNT 3",
                "XREVRANGE s (200 100-1",
                "XRANGE s - + COUNT 0",
                "XRANGE s - + COUNT -5",
                "XRANGE s - + COUNT x",
                "XRANGE s - + COUNT",
                "XRANGE s - + LIMIT 3",
                "XRANGE s - + COUNT 1 COUNT 2",
                "XRANGE missing - +",
                "XRANGE missing - + COUNT 0",
                "XLEN s",
                "XLEN missing",
                "XINFO STREAM s"));
        compare(commands.toArray(String[]::new));
    }

    private static List<String> filled(int entries) {
        List<String> commands = new ArrayList<>();
        for (int i = 1; i <= entries; i++) {
            commands.add("XADD s " + i + "-0 " + (i % 7 == 0 ? "other value" : "") + " a " + i + " b x" + i);
        }
        return commands;
    }

    @Test
    void deletingAndTrimming() {
        List<String> commands = filled(350);
        commands.addAll(List.of(
                "XDEL s 1 2 3 3 1000",
                "XINFO STREAM s",
                "XDEL s 4-0 x",
                "XDEL missing 1",
                "XDEL s",
                "XTRIM s MAXLEN ~ 300",
                "XTRIM s MAXLEN ~ 200 LIMIT 50",
                "XTRIM s MAXLEN ~ 200 LIMIT 150",
                "XTRIM s MAXLEN ~ 100 LIMIT 0",
                "XINFO STREAM s",
                "XTRIM s MINID 270",
                "XTRIM s MINID ~ 280",
                "XTRIM s MINID = 290-1",
                "XTRIM s MINID -",
                "XINFO STREAM s",
                "XTRIM s MAXLEN 10 LIMIT 3",
                "XTRIM s LIMIT 3 MAXLEN",
                "XTRIM s NOMKSTREAM MAXLEN 3",
                "XTRIM s LIMIT 3",
                "XTRIM s LIMIT 0",
                "XTRIM s MAXLEN 3 x",
                "XTRIM s MAXLEN",
                "XTRIM missing MAXLEN 3",
                "XTRIM s MAXLEN 3",
                "XRANGE s - +",
                "XTRIM s MAXLEN 0",
                "XINFO STREAM s",
                "EXISTS s",
                "XADD s 1-1 a b",
                "XADD s 400-1 a b",
                "XDEL s 400-1",
                "XINFO STREAM s",
                "SET text v",
                "XDEL text 1",
                "XTRIM text MAXLEN 1"));
        compare(commands.toArray(String[]::new));
    }

    @Test
    void nodeSizes() {
        List<String> commands = new ArrayList<>();
        for (String setting : List.of("entries 3", "entries 0", "bytes 100", "bytes 0", "entries 100", "bytes 4096")) {
            commands.add("CONFIG SET stream-node-max-" + setting);
            commands.add("DEL s");
            commands.addAll(filled(120));
            commands.addAll(List.of("XINFO STREAM s", "XTRIM s MAXLEN ~ 20", "XINFO STREAM s", "XRANGE s - +"));
        }
        commands.addAll(List.of(
                "CONFIG GET stream-node-max-bytes",
                "CONFIG GET stream-node-max-entries",
                "CONFIG SET stream-node-max-entries -1"));
        compare(commands.toArray(String[]::new));
    }

    @Test
    void settingIds() {
        compare(
                "XSETID missing 5",
                "XADD s 5-1 a b",
                "XADD s 6-1 a b",
                "XSETID s 6",
                "XSETID s 7-1",
                "XSETID s x",
                "XSETID s -",
                "XSETID s 8 ENTRIESADDED 1",
                "XSETID s 8 ENTRIESADDED -1",
                "XSETID s 8 ENTRIESADDED x",
                "XSETID s 8 MAXDELETEDID 9",
                "XSETID s 8 ENTRIESADDED 100 MAXDELETEDID 7",
                "XINFO STREAM s",
                "XSETID s 6-9",
                "XSETID s 9 MAXDELETEDID",
                "XSETID s 9 NONSENSE 1",
                "XADD s 9-5 a b",
                "SET text v",
                "XSETID text 1");
    }

    @Test
    void reading() {
        compare(
                "XADD s 1 a b",
                "XADD s 2 c d",
                "XADD t 1 e f",
                "XREAD STREAMS s 0",
                "XREAD COUNT 1 STREAMS s t 0 0",
                "XREAD COUNT 0 STREAMS t s 0 1",
                "XREAD STREAMS s t 2 1",
                "XREAD STREAMS s $",
                "XREAD STREAMS missing s 0 1",
                "XREAD STREAMS s s 0 1",
                "XREAD BLOCK 1 STREAMS s 9",
                "XREAD BLOCK x STREAMS s 9",
                "XREAD BLOCK -1 STREAMS s 9",
                "XREAD BLOCK 1.5 STREAMS s 9",
                "XREAD COUNT x STREAMS s 0",
                "XREAD COUNT -3 STREAMS s 0",
                "XREAD STREAMS s t 0",
                "XREAD STREAMS s t",
                "XREAD STREAMS s >",
                "XREAD STREAMS s -",
                "XREAD STREAMS s x",
                "XREAD COUNT 1 s 0",
                "XREAD GROUP g c STREAMS s 0",
                "XREAD NOACK STREAMS s 0",
                "XREAD NONSENSE STREAMS s 0",
                "XREAD STREAMS s 18446744073709551615-18446744073709551615",
                "SET text v",
                "XREAD STREAMS text 0",
                "MULTI",
                "XREAD BLOCK 0 STREAMS s 9",
                "XADD s 10 a b",
                "XREAD BLOCK 0 STREAMS s 9",
                "EXEC");
    }

    @Test
    void survivingDumpsAndCopies() {
        List<String> commands = filled(230);
        commands.addAll(List.of(
                "XDEL s 7 8 9 220",
                "XGROUP CREATE s g 5",
                "XREADGROUP GROUP g c COUNT 9 STREAMS s >",
                "COPY s t",
                "XDEL s 20",
                "XACK s g 10",
                "XINFO STREAM t",
                "XINFO GROUPS t",
                "XPENDING t g",
                "DEBUG DIGEST-VALUE t",
                "DEBUG RELOAD",
                "XINFO STREAM s",
                "XINFO GROUPS s",
                "XPENDING s g",
                "DEBUG DIGEST-VALUE s"));
        compare(commands.toArray(String[]::new));
    }
}
