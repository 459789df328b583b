package serval.sdk.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Syntax lines give what COMMAND INFO and COMMAND DOCS of Redis 7.2.4 tell of the same commands. */
class SyntaxTest {
    static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SyntaxTest.class.getResourceAsStream("syntax-lines.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void lineGivesArityKeysAndArguments(String row) {
        String[] expected = row.split("\t");
        CommandSpec.Builder builder = expected[0].equals("sub")
                ? CommandSpec.container("PARENT").build().subcommand(expected[1])
                : CommandSpec.command(expected[1]);
        if (!expected[2].equals("-")) {
            for (String flags : expected[2].split(" \\| ")) {
                builder.keys(
                        List.of(flags.split(" ")).stream().map(KeyFlag::valueOf).toArray(KeyFlag[]::new));
            }
        }
        CommandSpec spec = builder.build();
        assertEquals(Integer.parseInt(expected[3]), spec.arity(), "arity");
        String legacy = spec.firstKey() + " " + spec.lastKey() + " " + spec.keyStep() + " "
                + (spec.is(CommandFlag.MOVABLEKEYS) ? "movable" : "fixed");
        assertEquals(expected[4], legacy, "first, last, step");
        assertEquals(expected[5], spec.keySpecs().isEmpty() ? "-" : Shape.specs(spec.keySpecs()), "keys");
        assertEquals(expected[6], spec.arguments().isEmpty() ? "-" : Shape.arguments(spec.arguments()), "arguments");
    }

    @Test
    void exceptionsAreStatedThroughTheBuilder() {
        CommandSpec zadd = CommandSpec.command(
                        "ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]")
                .keys(KeyFlag.RW, KeyFlag.UPDATE)
                .name("INCR", "increment")
                .argumentSince("GT", "6.2.0")
                .build();
        assertEquals(
                "key:key@0 condition:oneof?{nx:pure-token=NX xx:pure-token=XX} "
                        + "comparison:oneof?{gt:pure-token=GT lt:pure-token=LT} change:pure-token=CH? "
                        + "increment:pure-token=INCR? data:block*{score:double member:string}",
                Shape.arguments(zadd.arguments()));
        assertEquals("6.2.0", zadd.arguments().get(2).parts().getFirst().since());
        CommandSpec xtrim = CommandSpec.command("XTRIM key <<MAXLEN | MINID> [= | ~] threshold [LIMIT count]>")
                .keys(KeyFlag.RW, KeyFlag.DELETE)
                .groups("trim")
                .build();
        assertEquals(-4, xtrim.arity());
        assertEquals(
                "key:key@0 trim:block{strategy:oneof{maxlen:pure-token=MAXLEN minid:pure-token=MINID} "
                        + "operator:oneof?{equal:pure-token== approximately:pure-token=~} threshold:string "
                        + "count:integer=LIMIT?}",
                Shape.arguments(xtrim.arguments()));
    }

    @Test
    void keySpecificationsCanBeStated() {
        CommandSpec sort = CommandSpec.command(
                        "SORT key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]]"
                                + " [ASC | DESC] [ALPHA] [STORE destination]")
                .keys(KeyFlag.RO)
                .keySpec(new KeySpec(
                        new KeySpec.Begin.Index(1), new KeySpec.Find.Range(0, 1, 0), Set.of(KeyFlag.RO), null))
                .keySpec(new KeySpec(new KeySpec.Begin.Unknown(), new KeySpec.Find.Unknown(), Set.of(KeyFlag.RO), null))
                .keySpec(new KeySpec(new KeySpec.Begin.Unknown(), new KeySpec.Find.Unknown(), Set.of(KeyFlag.OW), null))
                .name("BY", "by-pattern")
                .name("GET", "get-pattern")
                .name("ALPHA", "sorting")
                .argumentKeySpec("BY", 1)
                .argumentKeySpec("GET", 1)
                .argumentKeySpec("STORE", 2)
                .build();
        assertEquals(
                "key:key@0 by-pattern:pattern=BY@1? limit:block=LIMIT?{offset:integer count:integer} "
                        + "get-pattern:pattern=GET@1?*+ order:oneof?{asc:pure-token=ASC desc:pure-token=DESC} "
                        + "sorting:pure-token=ALPHA? destination:key=STORE@2?",
                Shape.arguments(sort.arguments()));
        assertEquals("pattern", sort.arguments().get(1).display());
        assertEquals("1 1 1", sort.firstKey() + " " + sort.lastKey() + " " + sort.keyStep());
        assertTrue(sort.is(CommandFlag.MOVABLEKEYS));
    }

    @Test
    void repeatedChoiceIsOneArgument() {
        String official =
                "BITFIELD key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding offset value |"
                        + " INCRBY encoding offset increment> [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding"
                        + " offset value | INCRBY encoding offset increment> ...]]";
        String brief = "BITFIELD key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding offset value |"
                + " INCRBY encoding offset increment> [...]]";
        String tree = "key:key@0 operation:oneof?*{get-block:block=GET{encoding:string offset:integer} "
                + "write:block{overflow-block:oneof=OVERFLOW?{wrap:pure-token=WRAP sat:pure-token=SAT "
                + "fail:pure-token=FAIL} write-operation:oneof{set-block:block=SET{encoding:string offset:integer "
                + "value:integer} incrby-block:block=INCRBY{encoding:string offset:integer increment:integer}}}}";
        for (String line : List.of(official, brief)) {
            CommandSpec spec = CommandSpec.command(line)
                    .keys(KeyFlag.RW)
                    .groups(
                            "operation",
                            "get-block",
                            "write",
                            "overflow-block",
                            "write-operation",
                            "set-block",
                            "incrby-block")
                    .type("value", Argument.Type.INTEGER)
                    .build();
            assertEquals(tree, Shape.arguments(spec.arguments()));
            assertEquals(-2, spec.arity());
        }
    }

    @Test
    void withoutKeysNothingIsAKey() {
        CommandSpec spec = CommandSpec.container("CLUSTER")
                .build()
                .subcommand("KEYSLOT key")
                .build();
        assertEquals("key:string", Shape.arguments(spec.arguments()));
        assertEquals(List.of(), spec.keySpecs());
        assertEquals("cluster|keyslot", spec.name());
        assertEquals(3, spec.arity());
    }

    @Test
    void nonsenseIsRefusedWithThePlace() {
        for (String line : List.of(
                "GET [key",
                "GET key]",
                "GET <a | >",
                "GET a | b",
                "GET key [value ...]",
                "GET key ...",
                "",
                "GET []")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CommandSpec.command(line).build(),
                    line);
        }
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class,
                () -> CommandSpec.command("GET [key").build());
        assertEquals("syntax of GET: missing ']' at column 5 of ' [key'", wrong.getMessage());
        CommandSpec.Builder typo = CommandSpec.command("GET key").type("keey", Argument.Type.KEY);
        assertThrows(IllegalArgumentException.class, typo::build);
    }

    @Test
    void categoriesFollowFromFlagsAndGroup() {
        CommandSpec wait = CommandSpec.command("WAIT numreplicas timeout")
                .group("generic")
                .flags(CommandFlag.BLOCKING)
                .categories("connection", "-keyspace")
                .build();
        assertEquals(Set.of("blocking", "connection", "slow"), wait.categories());
        assertEquals(
                Set.of("slow"),
                CommandSpec.container("XINFO").group("stream").build().categories());
    }
}
