package serval.sdk.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import serval.bytes.ByteSlice;

class KeyPositionsTest {
    private static final String NONE = "takes no keys";

    private static String find(CommandSpec spec, boolean withNotKeys, String line) {
        String[] words = line.split(" ");
        KeyFinder.Arguments arguments = new KeyFinder.Arguments() {
            @Override
            public int count() {
                return words.length;
            }

            @Override
            public ByteSlice slice(int index) {
                return new ByteSlice(words[index].getBytes(StandardCharsets.ISO_8859_1));
            }
        };
        List<String> found = new ArrayList<>();
        boolean takes = KeyPositions.find(
                spec, arguments, (index, flags) -> found.add(words[index] + "=" + List.of(flags)), withNotKeys);
        return takes ? String.join(" ", found) : NONE;
    }

    private static String find(CommandSpec.Builder builder, String line) {
        return find(builder.build(), false, line);
    }

    @Test
    void rangesReachAsFarAsTheySay() {
        CommandSpec.Builder mset =
                CommandSpec.command("MSET key value [key value ...]").keys(KeyFlag.OW, KeyFlag.UPDATE);
        assertEquals("a=[OW, UPDATE] b=[OW, UPDATE]", find(mset, "MSET a 1 b 2"));
        CommandSpec.Builder blpop =
                CommandSpec.command("BLPOP key [key ...] timeout").keys(KeyFlag.RW);
        assertEquals("a=[RW] b=[RW]", find(blpop, "BLPOP a b 0"));
        assertEquals("", find(blpop, "BLPOP 0"));
        CommandSpec.Builder copy = CommandSpec.command("COPY source destination [REPLACE]")
                .keys(KeyFlag.RO)
                .keys(KeyFlag.OW);
        assertEquals("a=[RO] b=[OW]", find(copy, "COPY a b REPLACE"));
    }

    @Test
    void countedKeysNeedAValidCount() {
        CommandSpec.Builder eval = CommandSpec.command("EVAL script numkeys [key [key ...]] [arg [arg ...]]")
                .keys(KeyFlag.RW);
        assertEquals("a=[RW] b=[RW]", find(eval, "EVAL s 2 a b c"));
        for (String count : List.of("0", "4", "-1", "x", "02", "99999999999", "2147483647")) {
            assertEquals("", find(eval, "EVAL s " + count + " a b c"), count);
        }
        assertEquals("", find(eval, "EVAL s"));
        CommandSpec.Builder store = CommandSpec.command("ZDIFFSTORE destination numkeys key [key ...]")
                .keys(KeyFlag.OW)
                .keys(KeyFlag.RO);
        assertEquals("d=[OW] a=[RO] b=[RO]", find(store, "ZDIFFSTORE d 2 a b"));
        assertEquals("", find(store, "ZDIFFSTORE d 3 a b"));
    }

    @Test
    void keywordsAreLookedForFromWhereTheyCanStand() {
        CommandSpec.Builder xread = CommandSpec.command(
                        "XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]")
                .keys(KeyFlag.RO);
        assertEquals("a=[RO] b=[RO]", find(xread, "XREAD COUNT 2 streams a b 0 0"));
        assertEquals("", find(xread, "XREAD COUNT 2"));
        CommandSpec migrate = CommandSpec.command("MIGRATE host port <key | \"\"> timeout [KEYS key [key ...]]")
                .keySpec(new KeySpec(
                        new KeySpec.Begin.Keyword("KEYS", -2),
                        new KeySpec.Find.Range(-1, 1, 0),
                        java.util.Set.of(),
                        null))
                .build();
        assertEquals("a=[] b=[]", find(migrate, false, "MIGRATE h 1 KEYS 0 KEYS a b"));
    }

    @Test
    void finderIsAskedWhereSpecificationsCannotTell() {
        KeyFinder finder = (words, found) -> found.key(words.count() - 1, KeyFlag.OW);
        CommandSpec.Builder sort = CommandSpec.command("SORT key [STORE destination]")
                .keySpec(new KeySpec(
                        new KeySpec.Begin.Index(1),
                        new KeySpec.Find.Range(0, 1, 0),
                        java.util.Set.of(KeyFlag.RO),
                        null))
                .keySpec(new KeySpec(new KeySpec.Begin.Unknown(), new KeySpec.Find.Unknown(), java.util.Set.of(), null))
                .keyFinder(finder);
        assertEquals("b=[OW]", find(sort, "SORT a STORE b"));
        CommandSpec.Builder set = CommandSpec.command("SET key value [GET]")
                .keys(KeyFlag.RW, KeyFlag.VARIABLE_FLAGS)
                .keyFinder((words, found) -> found.key(1, words.count() > 3 ? KeyFlag.RW : KeyFlag.OW));
        assertEquals("k=[RW]", find(set, "SET k v GET"));
        assertEquals("k=[OW]", find(set, "SET k v"));
    }

    @Test
    void notKeysAreOnlyToldOnDemand() {
        CommandSpec spec = CommandSpec.command("SSUBSCRIBE shardchannel [shardchannel ...]")
                .keys(KeyFlag.NOT_KEY)
                .build();
        assertEquals(NONE, find(spec, false, "SSUBSCRIBE a b"));
        assertEquals("a=[NOT_KEY] b=[NOT_KEY]", find(spec, true, "SSUBSCRIBE a b"));
        assertEquals(NONE, find(CommandSpec.command("PING [message]"), "PING x"));
    }
}
