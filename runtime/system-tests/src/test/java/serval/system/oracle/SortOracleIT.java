package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SORT and SORT_RO over every type, with every option. */
class SortOracleIT extends OracleTest {
    private static final List<String> FILLED = List.of(
            "RPUSH l 3 -1 10 2.5 1e2 0 10",
            "RPUSH words pear apple Fig apple cherry",
            "SADD s 5 3 11 1 -7",
            "SADD text b c a B",
            "ZADD z 5 20 3 30 1 10 9 40",
            "MSET w_3 1 w_-1 5 w_10 3 w_0 x w_1e2 2",
            "MSET name_3 three name_10 ten name_-1 minus w_20 4 w_30 2 w_10 3",
            "HSET h_3 weight 9 name three",
            "HSET h_10 weight 2",
            "HSET h_0 weight 7 name zero",
            "SET string v");

    @Test
    void orders() {
        List<String> commands = new ArrayList<>(FILLED);
        for (String key : List.of("l", "words", "s", "text", "z", "string", "h_3", "missing")) {
            for (String options : List.of(
                    "",
                    "ASC",
                    "DESC",
                    "ALPHA",
                    "ALPHA DESC",
                    "DESC ALPHA ASC",
                    "LIMIT 1 2",
                    "LIMIT 0 0",
                    "LIMIT -3 2",
                    "LIMIT 2 -1",
                    "LIMIT 100 5 ALPHA",
                    "LIMIT 1 9223372036854775807 ALPHA")) {
                commands.add("SORT " + key + " " + options);
                commands.add("SORT_RO " + key + " " + options);
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void patterns() {
        List<String> commands = new ArrayList<>(FILLED);
        for (String key : List.of("l", "z")) {
            for (String options : List.of(
                    "BY w_*",
                    "BY w_* ALPHA",
                    "BY w_* ALPHA DESC",
                    "BY h_*->weight",
                    "BY h_*->weight DESC GET # GET h_*->name",
                    "BY h_*->",
                    "BY h_*->nothing GET #",
                    "BY nosort",
                    "BY nosort DESC",
                    "BY nosort LIMIT 1 2",
                    "BY nosort DESC LIMIT 1 2",
                    "BY nosort LIMIT 50 2",
                    "BY nosort BY h_*->weight",
                    "BY h_*->weight BY nosort",
                    "GET name_*",
                    "GET # GET name_* GET h_*->name GET constant GET w_*->x",
                    "GET h_*")) {
                commands.add("SORT " + key + " " + options);
                commands.add("SORT_RO " + key + " " + options);
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void storing() {
        List<String> commands = new ArrayList<>(FILLED);
        for (String sort : List.of(
                "l STORE to",
                "words ALPHA STORE to",
                "s DESC STORE to",
                "s BY nosort STORE to",
                "text BY nosort STORE to",
                "text BY nosort DESC STORE to",
                "z BY nosort DESC LIMIT 1 2 STORE to",
                "l GET name_* GET # STORE to",
                "l STORE other STORE to",
                "l STORE l",
                "words STORE to",
                "string STORE to",
                "missing STORE to",
                "missing STORE nowhere")) {
            commands.add("SORT " + sort);
            commands.add("SORT_RO " + sort);
            commands.add("LRANGE to 0 -1");
            commands.add("LRANGE l 0 -1");
            commands.add("EXISTS other nowhere to");
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void errors() {
        compare(
                "RPUSH l 1 2 3",
                "RPUSH bad 1 two",
                "RPUSH empty 1",
                "SORT",
                "SORT l x",
                "SORT l LIMIT 1",
                "SORT l LIMIT a 1",
                "SORT l LIMIT 1 a",
                "SORT l BY",
                "SORT l GET",
                "SORT l STORE",
                "SORT_RO l STORE to",
                "SORT bad",
                "SORT bad DESC LIMIT 0 1",
                "SORT bad BY nosort",
                "SORT bad STORE to",
                "SORT missing x",
                "RPUSH infinite inf -inf 3",
                "SORT infinite",
                "RPUSH nan nan",
                "SORT nan",
                "COMMAND GETKEYS SORT l",
                "COMMAND GETKEYS SORT l BY store GET store LIMIT store 1 STORE a STORE b",
                "COMMAND GETKEYS SORT_RO l BY w",
                "COMMAND INFO SORT",
                "COMMAND INFO SORT_RO");
    }
}
