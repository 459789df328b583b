package serval.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static serval.sdk.command.CommandFlag.ADMIN;
import static serval.sdk.command.CommandFlag.BLOCKING;
import static serval.sdk.command.CommandFlag.DENYOOM;
import static serval.sdk.command.CommandFlag.LOADING;
import static serval.sdk.command.CommandFlag.NOSCRIPT;
import static serval.sdk.command.CommandFlag.READONLY;
import static serval.sdk.command.CommandFlag.STALE;
import static serval.sdk.command.CommandFlag.WRITE;
import static serval.sdk.command.KeyFlag.ACCESS;
import static serval.sdk.command.KeyFlag.OW;
import static serval.sdk.command.KeyFlag.RO;
import static serval.sdk.command.KeyFlag.UPDATE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import serval.protocol.RespWriter;
import serval.sdk.command.CommandSpec;
import serval.sdk.command.CommandTable;
import serval.sdk.command.KeyFinder;
import serval.spi.engine.CommandEntry;
import serval.spi.engine.CommandStatistics;
import serval.spi.engine.Commands;

/** COMMAND INFO and DOCS have the very shapes of Redis 7.2.4, in RESP2 and RESP3. */
class CommandShapesTest {
    private static final Map<String, CommandSpec> SPECS = Map.of(
            "copy",
            CommandSpec.command("COPY source destination [DB destination-db] [REPLACE]")
                    .group("generic")
                    .flags(WRITE, DENYOOM)
                    .keys(RO, ACCESS)
                    .keys(OW, UPDATE)
                    .build(),
            "xread",
            CommandSpec.command("XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]")
                    .group("stream")
                    .flags(READONLY, BLOCKING)
                    .keys(RO, ACCESS)
                    .build(),
            "config|get",
            CommandSpec.container("CONFIG")
                    .group("server")
                    .build()
                    .subcommand("GET parameter [parameter ...]")
                    .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                    .build(),
            "zdiffstore",
            CommandSpec.command("ZDIFFSTORE destination numkeys key [key ...]")
                    .group("sorted-set")
                    .flags(WRITE, DENYOOM)
                    .keys(OW, UPDATE)
                    .keys(RO, ACCESS)
                    .build());

    static List<String> rows() throws IOException {
        try (InputStream stream = Objects.requireNonNull(CommandShapesTest.class.getResourceAsStream("shapes.tsv"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static CommandEntry entry(CommandSpec spec) {
        return new CommandEntry(spec, null, "serval.test", 0, spec.name(), new CommandStatistics());
    }

    private static String wire(RespWriter writer) {
        return new String(writer.take(), StandardCharsets.UTF_8)
                .replace("\r\n", " ")
                .strip();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shapeIsThatOfRedis(String row) {
        String[] columns = row.split("\t");
        RespWriter writer = new RespWriter();
        writer.version(columns[0].endsWith("3") ? 3 : 2);
        CommandEntry entry = entry(Objects.requireNonNull(SPECS.get(columns[1])));
        if (columns[0].startsWith("INFO")) {
            CommandInfo.write(writer, entry);
            assertEquals(columns[2], wire(writer));
        } else {
            CommandDocs.write(writer, entry);
            String all = wire(writer);
            assertEquals(columns[2], all.substring(all.indexOf("arguments ") + "arguments ".length()));
        }
    }

    @Test
    void docsLeaveOutWhatIsNotThere() {
        RespWriter writer = new RespWriter();
        writer.version(3);
        CommandDocs.write(
                writer,
                entry(CommandSpec.command("SLAVEOF")
                        .group("server")
                        .since("1.0.0")
                        .deprecated("5.0.0", "`REPLICAOF`")
                        .internal()
                        .changed("2.0.0", "x")
                        .build()));
        assertEquals(
                "%6 $5 since $5 1.0.0 $5 group $6 server $9 doc_flags ~2 +deprecated +syscmd "
                        + "$16 deprecated_since $5 5.0.0 $11 replaced_by $11 `REPLICAOF` "
                        + "$7 history ~1 *2 $5 2.0.0 $1 x",
                wire(writer));
    }

    @Test
    void subcommandsFollowTheirContainer() {
        CommandSpec container = CommandSpec.container("CONFIG").group("server").build();
        CommandEntry config = entry(container);
        config.add(entry(container.subcommand("HELP").flags(LOADING, STALE).build()));
        RespWriter writer = new RespWriter();
        writer.version(3);
        CommandInfo.write(writer, config);
        assertEquals(
                "*10 $6 config :-2 ~0 :0 :0 :0 ~1 +@slow ~0 ~0 *1 *10 $11 config|help :2 ~2 +loading +stale :0 :0 :0 "
                        + "~1 +@slow ~0 ~0 ~0",
                wire(writer));
    }

    @Test
    void commandsOfModulesNameTheirBundle() {
        RespWriter writer = new RespWriter();
        CommandEntry hello =
                entry(CommandSpec.command("HELLO.SAY").flags(READONLY).build());
        CommandDocs.write(writer, hello);
        assertTrue(wire(writer).contains("$6 module $11 serval.test"));
        CommandInfo.write(writer, hello);
        assertTrue(wire(writer).contains("*2 +readonly +module"));
    }

    @Test
    void everyConstantIsInTheTable() throws IllegalAccessException {
        Set<Object> constants = new HashSet<>();
        for (Field field : CommandCommands.class.getDeclaredFields()) {
            if (field.getType() == CommandSpec.class) {
                constants.add(field.get(null));
            }
        }
        Set<Object> table = new HashSet<>();
        for (CommandTable.Entry entry :
                new CommandCommands(new NoCommands()).commands().entries()) {
            table.add(entry.spec());
        }
        assertEquals(constants, table);
    }

    /** A server without commands. */
    private static final class NoCommands implements Commands {
        @Override
        public Collection<CommandEntry> all() {
            return List.of();
        }

        @Override
        public @Nullable CommandEntry find(byte[] array, int offset, int length) {
            return null;
        }

        @Override
        public @Nullable CommandEntry find(String fullName) {
            return null;
        }

        @Override
        public @Nullable CommandEntry resolve(KeyFinder.Arguments words) {
            return null;
        }

        @Override
        public boolean keys(CommandEntry command, KeyFinder.Arguments words, KeyFinder.Positions found) {
            return false;
        }

        @Override
        public void resetStatistics() {}
    }
}
