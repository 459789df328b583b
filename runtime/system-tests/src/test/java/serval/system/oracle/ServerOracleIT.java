package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import serval.system.RespConnection;

/** The commands for operators. */
class ServerOracleIT extends OracleTest {
    /** Fields of ours that Redis has not. */
    private static final Set<String> OURS = Set.of("serval_version", "java_version");
    /** Fields that Redis 7.2 has and 7.0 has not. */
    private static final Set<String> SINCE_7_2 = Set.of(
            "acl_access_denied_auth",
            "acl_access_denied_channel",
            "acl_access_denied_cmd",
            "acl_access_denied_key",
            "eventloop_cycles",
            "eventloop_duration_cmd_sum",
            "eventloop_duration_sum",
            "instantaneous_eventloop_cycles_per_sec",
            "instantaneous_eventloop_duration_usec",
            "listener0",
            "total_blocking_keys",
            "total_blocking_keys_on_nokey");

    @Test
    void databases() {
        compare(
                "SET a 1",
                "DBSIZE",
                "SWAPDB 0 1",
                "DBSIZE",
                "SWAPDB 0 1",
                "SWAPDB a 1",
                "SWAPDB 1 b",
                "SWAPDB 0 99",
                "SWAPDB 99999999999 1",
                "FLUSHDB SYNC",
                "FLUSHDB x",
                "FLUSHALL ASYNC x",
                "FLUSHALL ASYNC",
                "DBSIZE x");
    }

    @Test
    void digests() {
        compare(
                "DEBUG DIGEST",
                "SET a 1",
                "SET b hello",
                "DEBUG DIGEST",
                "DEBUG DIGEST-VALUE a b missing",
                "SET c x EX 1000",
                "DEBUG DIGEST",
                "DEBUG DIGEST-VALUE c",
                "DEBUG RELOAD",
                "DEBUG DIGEST",
                "GET b",
                "SELECT 3",
                "SET other 3",
                "DEBUG DIGEST");
    }

    @Test
    void debugging() {
        compare(
                "DEBUG NOSUCH",
                "DEBUG RELOAD x",
                "DEBUG ERROR \"FOO bar\"",
                "DEBUG POPULATE 3",
                "DEBUG POPULATE 2 p 10",
                "GET p:1",
                "GET key:2",
                "DEBUG POPULATE x",
                "DEBUG HTSTATS 99",
                "DEBUG HTSTATS a",
                "DEBUG HTSTATS-KEY none",
                "DEBUG HTSTATS-KEY key:1",
                "DEBUG OBJECT none",
                "DEBUG SLEEP 0",
                "DEBUG SLEEP",
                "DEBUG LOG text",
                "DEBUG SET-ACTIVE-EXPIRE 1",
                "DEBUG QUICKLIST-PACKED-THRESHOLD 1k",
                "DEBUG STRINGMATCH-LEN 1 x");
    }

    @Test
    void repliesOfEachKind() {
        for (String kind : List.of(
                "string",
                "integer",
                "double",
                "bignum",
                "null",
                "array",
                "set",
                "map",
                "verbatim",
                "true",
                "false",
                "x")) {
            compare("DEBUG PROTOCOL " + kind);
        }
    }

    @Test
    void observing() {
        compare(
                "SLOWLOG GET -2",
                "SLOWLOG GET x",
                "SLOWLOG LEN x",
                "SLOWLOG NOSUCH",
                "LATENCY NOSUCH",
                "LATENCY RESET x",
                "LATENCY HISTORY x",
                "LATENCY GRAPH x",
                "LATENCY HELP x",
                "LATENCY HISTOGRAM nosuch",
                "MONITOR x");
    }

    @Test
    void rolesAndEnds() {
        compare(
                "ROLE",
                "REPLICAOF a b",
                "REPLICAOF NO ONE",
                "SLAVEOF no one",
                "SHUTDOWN x",
                "SHUTDOWN ABORT",
                "SHUTDOWN ABORT NOW",
                "SHUTDOWN SAVE NOSAVE",
                "LASTSAVE x",
                "TIME x",
                "LOLWUT VERSION x");
    }

    @Test
    void memory() {
        compare(
                "MEMORY USAGE none",
                "SET a 1",
                "MEMORY USAGE a SAMPLES x",
                "MEMORY USAGE a SAMPLES -1",
                "MEMORY USAGE a x 1",
                "MEMORY USAGE",
                "MEMORY NOSUCH",
                "MEMORY PURGE");
    }

    @Test
    void noScripts() {
        compare(
                "SCRIPT KILL",
                "FUNCTION KILL",
                "FUNCTION LIST x",
                "FUNCTION LIST LIBRARYNAME",
                "FUNCTION LIST",
                "FUNCTION FLUSH x",
                "FUNCTION FLUSH",
                "SCRIPT FLUSH x",
                "SCRIPT FLUSH",
                "SCRIPT EXISTS a b");
    }

    @Test
    void infoHasTheSameSections() {
        for (String words : List.of("", " all", " everything", " default", " server CLIENTS", " nosuch")) {
            assertEquals(
                    List.copyOf(
                            fields(SERVERS.redis().connect(), "INFO" + words).keySet()),
                    List.copyOf(
                            fields(SERVERS.serval().connect(), "INFO" + words).keySet()),
                    words);
        }
    }

    @Test
    void infoHasTheSameFields() {
        var theirs = fields(SERVERS.redis().connect(), "INFO everything");
        var ours = fields(SERVERS.serval().connect(), "INFO everything");
        List<String> differences = new ArrayList<>();
        theirs.forEach((section, names) -> {
            if (!section.endsWith("stats") || section.equals("Stats")) {
                Set<String> missing = new TreeSet<>(names);
                missing.removeAll(ours.getOrDefault(section, Set.of()));
                missing.removeIf(name -> name.startsWith("db"));
                Set<String> more = new TreeSet<>(ours.getOrDefault(section, Set.of()));
                more.removeAll(names);
                more.removeAll(OURS);
                more.removeAll(SINCE_7_2);
                more.removeIf(name -> name.startsWith("db"));
                if (!missing.isEmpty() || !more.isEmpty()) {
                    differences.add(section + ": missing " + missing + ", more " + more);
                }
            }
        });
        assertEquals(List.of(), differences);
    }

    /** The names of INFO's fields by section, in order. */
    private static Map<String, Set<String>> fields(RespConnection connection, String command) {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        try (connection) {
            String section = "";
            for (String line : new String(connection.call(command), StandardCharsets.UTF_8).split("\r\n")) {
                if (line.startsWith("# ")) {
                    section = line.substring(2);
                    sections.put(section, new TreeSet<>());
                } else if (line.contains(":") && !section.isEmpty()) {
                    sections.get(section).add(line.substring(0, line.indexOf(':')));
                }
            }
        }
        return sections;
    }
}
