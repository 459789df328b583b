package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumer groups of streams. */
class StreamGroupOracleIT extends OracleTest {
    private static String[] with(String... commands) {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            all.add("XADD s " + i + "-0 n " + i);
        }
        all.addAll(List.of(commands));
        return all.toArray(String[]::new);
    }

    @Test
    void groups() {
        compare(with(
                "XGROUP CREATE missing g 0",
                "XGROUP CREATE missing g x",
                "XGROUP CREATE fresh g $ MKSTREAM",
                "XINFO STREAM fresh",
                "XGROUP CREATE s g $",
                "XGROUP CREATE s g 0",
                "XGROUP CREATE s h 3 ENTRIESREAD 3",
                "XGROUP CREATE s i 3 ENTRIESREAD -2",
                "XGROUP CREATE s i 3 ENTRIESREAD x",
                "XGROUP CREATE s i 3 ENTRIESREAD",
                "XGROUP CREATE s i 3 NONSENSE",
                "XGROUP CREATE s i -",
                "XGROUP CREATE s i",
                "XGROUP CREATE s i 4 MKSTREAM ENTRIESREAD 2",
                "XINFO GROUPS s",
                "XGROUP SETID s g 5",
                "XGROUP SETID s g - ENTRIESREAD 7",
                "XGROUP SETID s g x",
                "XGROUP SETID s none 5",
                "XGROUP SETID missing g 5",
                "XGROUP SETID s g 5 NONSENSE 1",
                "XGROUP CREATECONSUMER s g c",
                "XGROUP CREATECONSUMER s g c",
                "XGROUP CREATECONSUMER s none c",
                "XGROUP CREATECONSUMER missing g c",
                "XGROUP DELCONSUMER s g none",
                "XGROUP DELCONSUMER s none c",
                "XGROUP DELCONSUMER s g c",
                "XGROUP DESTROY s none",
                "XGROUP DESTROY missing g",
                "XGROUP DESTROY s g",
                "XGROUP DESTROY s",
                "XGROUP NONSENSE s",
                "XGROUP",
                "XINFO GROUPS s",
                "XINFO GROUPS missing",
                "XINFO CONSUMERS s none",
                "XINFO CONSUMERS missing g",
                "XINFO STREAM missing",
                "XINFO STREAM s NONSENSE",
                "XINFO STREAM s FULL COUNT",
                "XINFO STREAM s FULL COUNT x",
                "XINFO STREAM s FULL LIMIT 1",
                "XINFO NONSENSE s",
                "SET text v",
                "XGROUP CREATE text g 0",
                "XGROUP DESTROY text g",
                "XINFO STREAM text"));
    }

    @Test
    void readingInGroups() {
        compare(with(
                "XREADGROUP GROUP g c STREAMS s >",
                "XGROUP CREATE s g 0",
                "XREADGROUP GROUP g c COUNT 2 STREAMS s >",
                "XREADGROUP GROUP g c COUNT 2 STREAMS s >",
                "XREADGROUP GROUP g d COUNT 1 NOACK STREAMS s >",
                "XREADGROUP GROUP g d COUNT 3 STREAMS s >",
                "XREADGROUP GROUP g c STREAMS s 0",
                "XREADGROUP GROUP g c STREAMS s 2",
                "XREADGROUP GROUP g c COUNT 1 STREAMS s 0-1",
                "XDEL s 2",
                "XREADGROUP GROUP g c STREAMS s 0",
                "XACK s g 1 2 99",
                "XACK s g x",
                "XACK s none 1",
                "XACK missing g x",
                "XREADGROUP GROUP g c STREAMS s 0",
                "XREADGROUP GROUP g c STREAMS s $",
                "XREADGROUP GROUP g c STREAMS s x",
                "XREADGROUP GROUP g c STREAMS missing >",
                "XREADGROUP GROUP none c STREAMS s >",
                "XREADGROUP GROUP g c STREAMS s t > >",
                "XREADGROUP GROUP g c STREAMS s t >",
                "XREADGROUP COUNT 1 COUNT 1 STREAMS s >",
                "XREADGROUP GROUP g STREAMS s > x y",
                "XREADGROUP GROUP g c BLOCK -1 STREAMS s >",
                "XREADGROUP GROUP g c COUNT 100 STREAMS s >",
                "XREADGROUP GROUP g c STREAMS s >",
                "XREADGROUP GROUP g c BLOCK 1 STREAMS s >",
                "XINFO GROUPS s",
                "XGROUP SETID s g 5",
                "XREADGROUP GROUP g e COUNT 3 STREAMS s >",
                "XPENDING s g",
                "XGROUP DELCONSUMER s g c",
                "XPENDING s g",
                "XINFO GROUPS s"));
    }

    @Test
    void pending() {
        compare(with(
                "XPENDING s g",
                "XPENDING missing g",
                "XGROUP CREATE s g 0",
                "XPENDING s g",
                "XREADGROUP GROUP g c COUNT 5 STREAMS s >",
                "XREADGROUP GROUP g d STREAMS s >",
                "XPENDING s g",
                "XPENDING s g - +",
                "XPENDING s g - + 0",
                "XPENDING s g - + -1",
                "XPENDING s g - + x",
                "XPENDING s g x + 5",
                "XPENDING s g (+ + 5",
                "XPENDING s g IDLE x - + 5",
                "XPENDING s g IDLE 5 - +",
                "XPENDING s g IDLE 1000000 - + 5",
                "XPENDING s g - + 5 none",
                "XPENDING s g - + 5 c x y z",
                "XPENDING s none - + 5",
                "SET text v",
                "XPENDING text g"));
    }

    @Test
    void claiming() {
        compare(with(
                "XCLAIM s g d 0 1",
                "XGROUP CREATE s g 0",
                "XREADGROUP GROUP g c COUNT 5 STREAMS s >",
                "XCLAIM s g d 0 1 2 99",
                "XCLAIM s g d 0 3 JUSTID",
                "XCLAIM s g d 1000000 4",
                "XCLAIM s g d 0 9",
                "XCLAIM s g d 0 9 FORCE",
                "XCLAIM s g d 0 10 FORCE JUSTID RETRYCOUNT 7 TIME 1 LASTID 11",
                "XCLAIM s g d 0 4 IDLE 5 RETRYCOUNT 3 JUSTID",
                "XCLAIM s g d x 4",
                "XCLAIM s g d 0 4 IDLE x",
                "XCLAIM s g d 0 4 TIME x",
                "XCLAIM s g d 0 4 RETRYCOUNT x",
                "XCLAIM s g d 0 4 LASTID x",
                "XCLAIM s g d 0 4 NONSENSE",
                "XCLAIM s g d 0 x",
                "XCLAIM s none d 0 1",
                "XCLAIM missing g d 0 1",
                "XPENDING s g",
                "XINFO GROUPS s",
                "XDEL s 5 2",
                "XCLAIM s g e 0 1 2 5",
                "XPENDING s g",
                "XAUTOCLAIM s g f 0 - COUNT 2",
                "XAUTOCLAIM s g f 0 3 COUNT 2 JUSTID",
                "XDEL s 9",
                "XAUTOCLAIM s g f 0 (4",
                "XAUTOCLAIM s g f 1000000 -",
                "XAUTOCLAIM s g f 0 - COUNT 0",
                "XAUTOCLAIM s g f 0 - COUNT x",
                "XAUTOCLAIM s g f 0 - COUNT",
                "XAUTOCLAIM s g f 0 - NONSENSE",
                "XAUTOCLAIM s g f x -",
                "XAUTOCLAIM s g f 0 x",
                "XAUTOCLAIM s none f 0 -",
                "XAUTOCLAIM missing g f 0 -",
                "XPENDING s g",
                "SET text v",
                "XCLAIM text g d 0 1",
                "XAUTOCLAIM text g d 0 0"));
    }

    @Test
    void lag() {
        compare(with(
                "XGROUP CREATE s g 0",
                "XGROUP CREATE s h 6",
                "XGROUP CREATE s i $",
                "XINFO GROUPS s",
                "XREADGROUP GROUP g c COUNT 3 STREAMS s >",
                "XREADGROUP GROUP h c COUNT 3 STREAMS s >",
                "XINFO GROUPS s",
                "XDEL s 11",
                "XINFO GROUPS s",
                "XREADGROUP GROUP g c COUNT 3 STREAMS s >",
                "XREADGROUP GROUP h c COUNT 30 STREAMS s >",
                "XINFO GROUPS s",
                "XTRIM s MAXLEN 2",
                "XINFO GROUPS s",
                "XTRIM s MAXLEN 0",
                "XINFO GROUPS s",
                "XADD s 20 a b",
                "XINFO GROUPS s",
                "XINFO STREAM s"));
    }
}
