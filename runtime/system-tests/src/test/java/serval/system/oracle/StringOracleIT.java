package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The string commands, each with every option and error. */
class StringOracleIT extends OracleTest {
    @Test
    void set() {
        compare(
                "SET k v",
                "GET k",
                "SET k \"\"",
                "GET k",
                "SET k \"\\x00\\xff\\r\\n\"",
                "GET k",
                "SET k",
                "SET k v w",
                "SET");
        compare("SET k v NX", "SET k w NX", "GET k", "SET k w XX", "GET k", "SET other v XX", "GET other");
        compare("SET k v NX XX", "SET k v XX NX", "SET k v nx Nx", "SET k v xX XX");
        compare(
                "SET k v GET",
                "GET k",
                "SET k w GET",
                "SET k x NX GET",
                "GET k",
                "SET k y XX GET",
                "SET n v XX GET",
                "GET n",
                "SET n v NX GET",
                "GET n",
                "SET k v GET get GeT",
                "GET k");
        compare(
                "SET k v EXAT 9999999999",
                "PEXPIRETIME k",
                "SET k w",
                "TTL k",
                "SET k v PXAT 9999999999999",
                "PEXPIRETIME k",
                "SET k w KEEPTTL",
                "PEXPIRETIME k",
                "GET k",
                "SET k w KEEPTTL KEEPTTL",
                "SET n v KEEPTTL",
                "TTL n");
        compare("SET k v EX 100", "TTL k", "SET k v PX 100000", "TTL k", "SET k v ex 100 EX 200", "TTL k");
        compare("SET k v EXAT 1", "GET k", "SET k v PXAT 1", "GET k", "EXISTS k", "SET k v PXAT 1 GET");
    }

    @Test
    void setWithWrongOptions() {
        compare(
                "SET k v EX",
                "SET k v EX 10 PX 10",
                "SET k v EX 10 KEEPTTL",
                "SET k v KEEPTTL EX 10",
                "SET k v PERSIST",
                "SET k v EX 10 EXAT 10",
                "SET k v PXAT 10 PX 10",
                "SET k v NONSENSE",
                "SET k v GET NONSENSE",
                "GET k");
        compare(
                "SET k v EX 0",
                "SET k v EX -1",
                "SET k v EX ten",
                "SET k v EX 1.5",
                "SET k v EX ' 1'",
                "SET k v PX 0",
                "SET k v PX -1",
                "SET k v EXAT 0",
                "SET k v PXAT -1",
                "SET k v EX 9223372036854775807",
                "SET k v EX 9223372036854776",
                "SET k v EX 9223372036854775",
                "SET k v PX 9223372036854775807",
                "SET k v EXAT 9223372036854775807",
                "SET k v PXAT 9223372036854775808",
                "GET k");
        compare("SET k v", "SET k w XX EX 0", "SET k w NX EX 0", "SET k w GET EX 0", "GET k");
    }

    @Test
    void setsOfOld() {
        compare(
                "SETEX k 100 v",
                "GET k",
                "TTL k",
                "SETEX k 0 v",
                "SETEX k -1 v",
                "SETEX k ten v",
                "SETEX k 10",
                "SETEX k 9223372036854775807 v");
        compare(
                "PSETEX k 100000 v",
                "GET k",
                "TTL k",
                "PSETEX k 0 v",
                "PSETEX k -5 v",
                "PSETEX k x v",
                "PSETEX k 1",
                "PSETEX k 9223372036854775807 v");
        compare("SETNX k v", "SETNX k w", "GET k", "SETNX k", "SETNX k v w");
        compare("GETSET k v", "GETSET k w", "GET k", "EXPIREAT k 9999999999", "GETSET k x", "TTL k", "GETSET k");
    }

    @Test
    void get() {
        compare("GET k", "GET", "GET k l", "SET k 12345", "GET k", "SET k -0", "GET k", "SET k 007", "GET k");
        compare("GETDEL k", "SET k v", "GETDEL k", "GETDEL k", "GETDEL", "GETDEL a b");
        compare("STRLEN k", "SET k hello", "STRLEN k", "SET k -123", "STRLEN k", "STRLEN", "STRLEN a b");
        compare("MGET a", "SET a 1", "SET b \"\"", "MGET a b c a", "MGET");
    }

    @Test
    void getex() {
        compare(
                "GETEX k",
                "SET k v",
                "GETEX k",
                "TTL k",
                "GETEX k EX 100",
                "TTL k",
                "GETEX k PERSIST",
                "TTL k",
                "GETEX k PX 100000",
                "TTL k",
                "GETEX k EXAT 9999999999",
                "PEXPIRETIME k",
                "GETEX k PXAT 9999999999999",
                "PEXPIRETIME k",
                "GETEX k",
                "PEXPIRETIME k",
                "GETEX k persist",
                "GETEX k PERSIST",
                "TTL k");
        compare("SET k v", "GETEX k EXAT 1", "EXISTS k", "SET k v", "GETEX k PXAT 1", "EXISTS k", "GETEX k EX 0");
        compare(
                "SET k v",
                "GETEX k EX",
                "GETEX k EX 0",
                "GETEX k EX -1",
                "GETEX k PX x",
                "GETEX k KEEPTTL",
                "GETEX k NX",
                "GETEX k EX 10 PERSIST",
                "GETEX k PERSIST EX 10",
                "GETEX k EX 10 PX 10",
                "GETEX k GET",
                "GETEX k EX 9223372036854775807",
                "GETEX missing EX nonsense",
                "GETEX missing NONSENSE",
                "TTL k",
                "GETEX");
    }

    @Test
    void ranges() {
        for (String command : List.of("GETRANGE", "SUBSTR")) {
            List<String> commands = new ArrayList<>(
                    List.of(command + " k 0 -1", "SET k \"Hello World\"", "SET n 123456789", "SET empty \"\""));
            for (int from = -13; from <= 13; from += 2) {
                for (int to = -13; to <= 13; to += 3) {
                    commands.add(command + " k " + from + " " + to);
                    commands.add(command + " n " + from + " " + to);
                    commands.add(command + " empty " + from + " " + to);
                }
            }
            commands.addAll(List.of(
                    command + " k 0",
                    command + " k a 1",
                    command + " k 1 a",
                    command + " k 0 1 2",
                    command + " k 0 9223372036854775807",
                    command + " k -9223372036854775808 9223372036854775807",
                    command + " k -9223372036854775808 -9223372036854775807",
                    command + " missing x y",
                    command + " missing 1 2"));
            compare(commands.toArray(String[]::new));
        }
    }

    @Test
    void setrange() {
        compare(
                "SETRANGE k 0 foo",
                "GET k",
                "SETRANGE k 0 b",
                "GET k",
                "SETRANGE k 4 bar",
                "GET k",
                "SETRANGE k 0 \"\"",
                "SETRANGE k 100 \"\"",
                "GET k",
                "SETRANGE n 5 x",
                "GET n",
                "SETRANGE missing 5 \"\"",
                "EXISTS missing",
                "SETRANGE k -1 x",
                "SETRANGE k x y",
                "SETRANGE k 536870912 x",
                "SETRANGE k 536870911 \"\"",
                "SETRANGE k 536870911 xy",
                "SETRANGE k 9223372036854775807 x",
                "SETRANGE missing 9223372036854775807 x",
                "SETRANGE missing 536870912 x",
                "SETRANGE k 9223372036854775808 x",
                "SETRANGE k 1");
        compare(
                "SET n 1234",
                "SETRANGE n 1 x",
                "GET n",
                "SET n 1234",
                "SETRANGE n 2 56",
                "GET n",
                "INCR n",
                "SET e v EXAT 9999999999",
                "SETRANGE e 3 x",
                "PEXPIRETIME e",
                "GET e");
    }

    @Test
    void append() {
        compare(
                "APPEND k foo",
                "APPEND k bar",
                "GET k",
                "APPEND k \"\"",
                "APPEND n 10",
                "APPEND n 5",
                "INCR n",
                "APPEND n x",
                "INCR n",
                "GET n",
                "APPEND k",
                "SET e v EXAT 9999999999",
                "APPEND e w",
                "PEXPIRETIME e",
                "APPEND new \"\"",
                "EXISTS new",
                "GET new");
    }

    @Test
    void severalKeys() {
        compare(
                "MSET a 1 b 2",
                "MGET a b",
                "MSET a 1 a 2",
                "GET a",
                "MSET a",
                "MSET a 1 b",
                "MSET",
                "SET a v EXAT 9999999999",
                "MSET a w",
                "TTL a");
        compare(
                "MSETNX a 1 b 2",
                "MSETNX b 3 c 4",
                "MGET a b c",
                "MSETNX c 1 c 2",
                "GET c",
                "MSETNX a",
                "MSETNX a 1 b");
    }

    @Test
    void counters() {
        compare(
                "INCR k",
                "INCR k",
                "DECR k",
                "INCRBY k 10",
                "DECRBY k 20",
                "GET k",
                "INCRBY k -5",
                "DECRBY k -5",
                "INCR",
                "INCRBY k",
                "INCRBY k x",
                "INCRBY k 1.5",
                "INCRBY k ' 1'",
                "INCRBY k +1",
                "INCRBY k 01",
                "INCRBY k -0",
                "DECRBY k x",
                "DECRBY k -9223372036854775808",
                "INCRBY k 9223372036854775808");
        compare(
                "SET k 9223372036854775806",
                "INCR k",
                "INCR k",
                "GET k",
                "INCRBY k -1",
                "INCRBY k 5",
                "SET k -9223372036854775807",
                "DECR k",
                "DECR k",
                "DECRBY k 1",
                "GET k",
                "SET k -1",
                "DECRBY k 9223372036854775807",
                "DECR k");
        compare(
                "SET k text",
                "INCR k",
                "SET k ' 11'",
                "INCR k",
                "SET k '11 '",
                "INCR k",
                "SET k \"\"",
                "INCR k",
                "SET k 1.0",
                "INCR k",
                "SET k 0x10",
                "INCR k",
                "SET k 00",
                "INCR k",
                "SET k \"1\\x00\"",
                "INCR k",
                "DECRBY k 1");
        compare("SET k 5 EXAT 9999999999", "INCR k", "PEXPIRETIME k", "INCRBYFLOAT k 0.5", "PEXPIRETIME k");
    }

    @Test
    void incrbyfloat() {
        compare(
                "INCRBYFLOAT k 1.5",
                "INCRBYFLOAT k 1.5",
                "INCRBYFLOAT k -0.1",
                "INCRBYFLOAT k 1e3",
                "INCRBYFLOAT k -5.0e-3",
                "INCRBYFLOAT k 0x10",
                "GET k",
                "SET n 3",
                "INCRBYFLOAT n 1.1",
                "INCRBYFLOAT n 0.9",
                "INCRBY n 1",
                "SET z 0",
                "INCRBYFLOAT z 1e-17",
                "INCRBYFLOAT z 1e-18",
                "INCRBYFLOAT z 123456789012345678");
        compare(
                "SET k 10.50",
                "INCRBYFLOAT k 0.1",
                "SET k 5.0e3",
                "INCRBYFLOAT k 2.0e2",
                "SET k 1",
                "INCRBYFLOAT k x",
                "INCRBYFLOAT k \"\"",
                "INCRBYFLOAT k ' 1'",
                "INCRBYFLOAT k '1 '",
                "INCRBYFLOAT k nan",
                "INCRBYFLOAT k inf",
                "INCRBYFLOAT k -inf",
                "INCRBYFLOAT k +infinity",
                "INCRBYFLOAT k 1e400",
                "GET k",
                "INCRBYFLOAT k",
                "SET k text",
                "INCRBYFLOAT k 1",
                "SET k ' 1'",
                "INCRBYFLOAT k 1",
                "SET k inf",
                "INCRBYFLOAT k 1",
                "SET k 1e4931",
                "INCRBYFLOAT k 2e4932",
                "INCRBYFLOAT k -1");
    }

    @Test
    void lcs() {
        compare(
                "MSET a ohmytext b mynewtext",
                "LCS a b",
                "LCS a b LEN",
                "LCS a b IDX",
                "LCS a b IDX MINMATCHLEN 4",
                "LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN",
                "LCS a b IDX WITHMATCHLEN",
                "LCS a b MINMATCHLEN 4",
                "LCS a b IDX MINMATCHLEN -4",
                "LCS a b idx minmatchlen 0 withmatchlen",
                "LCS a missing",
                "LCS missing b IDX",
                "LCS missing other LEN",
                "LCS a a IDX",
                "LCS a b LEN IDX",
                "LCS a b LEN WITHMATCHLEN",
                "LCS a b NONSENSE",
                "LCS a b IDX MINMATCHLEN",
                "LCS a b IDX MINMATCHLEN x",
                "LCS a",
                "LCS a b LEN LEN");
        List<String> commands = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            commands.add("SET a \"" + text(random, "abc", 40) + "\"");
            commands.add("SET b \"" + text(random, "abc", 40) + "\"");
            commands.addAll(List.of("LCS a b", "LCS a b LEN", "LCS a b IDX WITHMATCHLEN", "LCS b a IDX MINMATCHLEN 2"));
        }
        compare(commands.toArray(String[]::new));
        commands.clear();
        String block = "x".repeat(12_000);
        commands.addAll(List.of("SET a " + block, "SET b " + block, "LCS a b LEN", "LCS a b"));
        compare(commands.toArray(String[]::new));
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void randomSequence() {
        Random random = new Random(20240607);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            commands.add(command(random));
        }
        for (String key : KEYS) {
            commands.addAll(List.of("GET " + key, "PEXPIRETIME " + key, "STRLEN " + key));
        }
        compare(commands.toArray(String[]::new));
    }

    private static final List<String> KEYS = List.of("a", "b", "c", "counter", "\"\\x00key\"");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "3.25",
            "1e10",
            "\"\"",
            "text",
            "\"a longer text with blanks\"",
            "\"\\x00\\x01\\xff\"",
            "12345678901234567890",
            "007",
            "inf");
    private static final List<String> TIMES = List.of(
            "",
            "",
            "",
            " EXAT 9999999999",
            " PXAT 9999999999123",
            " KEEPTTL",
            " EXAT 1",
            " EX 0",
            " NX",
            " XX",
            " GET",
            " NX GET",
            " XX EXAT 9999999998");

    private static <T> T one(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String command(Random random) {
        String key = one(random, KEYS);
        String other = one(random, KEYS);
        String value = one(random, VALUES);
        int number = random.nextInt(40) - 20;
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> "SET " + key + " " + value + one(random, TIMES);
            case 3 -> "GET " + key;
            case 4 -> "APPEND " + key + " " + value;
            case 5 -> "INCRBY " + key + " " + value;
            case 6 -> "DECRBY " + key + " " + number;
            case 7 -> "INCRBYFLOAT " + key + " " + (random.nextBoolean() ? value : number + ".75");
            case 8 -> "SETRANGE " + key + " " + number + " " + value;
            case 9 -> "GETRANGE " + key + " " + number + " " + (random.nextInt(40) - 20);
            case 10 -> "GETSET " + key + " " + value;
            case 11 -> "GETDEL " + key;
            case 12 -> "GETEX " + key + one(random, List.of("", " PERSIST", " EXAT 9999999999", " PXAT 1", " EX x"));
            case 13 -> "MSET " + key + " " + value + " " + other + " " + number;
            case 14 -> "MSETNX " + key + " " + value + " " + other + " " + number;
            case 15 -> "SETNX " + key + " " + value;
            case 16 -> "MGET " + key + " " + other + " missing";
            case 17 -> "LCS " + key + " " + other + one(random, List.of("", " LEN", " IDX", " IDX WITHMATCHLEN"));
            case 18 -> "DEL " + key;
            default -> "STRLEN " + key;
        };
    }
}
