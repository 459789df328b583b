package serval.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import serval.sdk.command.CommandSpec;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.CommandStatistics;

class CommandSnapshotTest {
    private final Map<String, CommandEntry> commands = new LinkedHashMap<>();

    private CommandSnapshot table(String... names) {
        for (String name : names) {
            CommandSpec spec =
                    CommandSpec.command("X").summary("Is looked for.").build();
            commands.put(name, new CommandEntry(spec, call -> {}, "test", 1, name, new CommandStatistics()));
        }
        return new CommandSnapshot(commands);
    }

    /** Looks for a name in the middle of other bytes, and at the end of an array. */
    private static CommandEntry find(CommandSnapshot table, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] among = ("aaa" + name + "zzzzzzzzzz").getBytes(StandardCharsets.ISO_8859_1);
        CommandEntry found = table.find(among, 3, bytes.length);
        assertEquals(found, table.find(bytes, 0, bytes.length));
        return found;
    }

    @Test
    void findsNamesOfAnyLengthInAnyCase() {
        CommandSnapshot table = table(
                "g",
                "get",
                "set",
                "getdel",
                "getrange",
                "getrangex",
                "zrangebyscore",
                "bf.add",
                "x-y",
                "a1",
                "{",
                "_a",
                "");
        Random random = new Random(5);
        commands.forEach((name, entry) -> {
            for (int i = 0; i < 20; i++) {
                StringBuilder text = new StringBuilder(name);
                for (int at = 0; at < text.length(); at++) {
                    if (random.nextBoolean()) {
                        text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
                    }
                }
                assertEquals(entry, find(table, text.toString()));
            }
        });
    }

    @Test
    void tellsOtherBytesFromLetters() {
        CommandSnapshot table = table("get", "bf.add", "x-y", "{", "del");
        // In each, a byte differs from a name's by the bit that tells cases apart, or there is one more or one less.
        for (String other : new String[] {
            "ge\u0054\u0000",
            "g\u0005t",
            "ge\u00d4",
            "ge",
            "gett",
            "bf\u000eadd",
            "x\ry",
            "[",
            "de",
            "dell",
            "\0",
            "get ",
            ""
        }) {
            assertNull(find(table, other), other);
        }
    }

    @Test
    void findsNothingInAnEmptyTable() {
        assertNull(find(CommandSnapshot.EMPTY, "get"));
    }
}
