package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The HyperLogLog commands; what GET shows must be the same bytes. */
class HyperLogLogOracleIT extends OracleTest {
    private static final String EMPTY = "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00";

    @Test
    void small() {
        compare(
                "PFADD k",
                "GET k",
                "PFADD k",
                "PFCOUNT k",
                "GET k",
                "PFADD k a b c",
                "PFADD k a b c",
                "GET k",
                "PFCOUNT k",
                "GET k",
                "PFCOUNT k",
                "PFADD k \"\"",
                "PFADD k \"\\x00\\xff\" 12345678 123456789",
                "PFCOUNT k",
                "GET k",
                "PFCOUNT missing",
                "PFCOUNT",
                "PFADD",
                "SET e v",
                "PFADD e x",
                "PFCOUNT e",
                "PFMERGE e k",
                "PFMERGE k e",
                "SET n 12",
                "PFADD n x",
                "PFCOUNT n k",
                "PFCOUNT k n");
        compare(
                "PFADD k a",
                "EXPIREAT k 9999999999",
                "PFADD k b",
                "PEXPIRETIME k",
                "PFMERGE k",
                "PEXPIRETIME k",
                "PFCOUNT k",
                "PEXPIRETIME k");
    }

    @Test
    void wrongHeaders() {
        compare(
                "SET k HYLL",
                "PFCOUNT k",
                "SET k \"HYLX\\x01" + "\\x00".repeat(13) + "\"",
                "PFCOUNT k",
                "SET k \"HYLL\\x02" + "\\x00".repeat(13) + "\"",
                "PFCOUNT k",
                "SET k \"HYLL\\x00" + "\\x00".repeat(13) + "\"",
                "PFCOUNT k",
                "PFADD k x",
                "PFDEBUG ENCODING k",
                "PFMERGE d k");
    }

    @Test
    void corruptedRegisters() {
        String stale = EMPTY.substring(0, EMPTY.length() - 2) + "80";
        for (String registers : List.of(
                "",
                "\\x7f",
                "\\x7f\\xfe",
                "\\x7f\\xff\\x00",
                "\\x80",
                "\\x7f\\xff\\x80",
                "\\x7f\\xfe\\x80",
                "\\x41\\xff\\x7f\\xff")) {
            compare(
                    "SET k \"" + stale + registers + "\"",
                    "PFCOUNT k",
                    "PFCOUNT k k",
                    "PFMERGE d k",
                    "EXISTS d",
                    "PFDEBUG DECODE k",
                    "PFDEBUG TODENSE k",
                    "PFDEBUG GETREG k");
        }
    }

    @Test
    void encodings() {
        compare(
                "PFADD k a b c",
                "PFDEBUG ENCODING k",
                "PFDEBUG DECODE k",
                "PFDEBUG TODENSE k",
                "PFDEBUG TODENSE k",
                "PFDEBUG ENCODING k",
                "PFDEBUG DECODE k",
                "GET k",
                "PFADD k d",
                "PFCOUNT k",
                "GET k",
                "PFDEBUG GETREG k",
                "PFADD s x",
                "PFDEBUG getreg s",
                "GET s",
                "PFDEBUG NONSENSE k",
                "PFDEBUG ENCODING missing",
                "PFDEBUG ENCODING",
                "SET v x",
                "PFDEBUG ENCODING v");
        compare(
                "CONFIG SET hll-sparse-max-bytes 30",
                "PFADD k a",
                "PFDEBUG ENCODING k",
                "PFADD k b c d e f g h i j",
                "PFDEBUG ENCODING k",
                "GET k",
                "CONFIG SET hll-sparse-max-bytes 0",
                "PFADD l a",
                "PFDEBUG ENCODING l",
                "PFADD m",
                "PFDEBUG ENCODING m",
                "CONFIG SET hll-sparse-max-bytes 3000",
                "CONFIG GET hll-sparse-max-bytes",
                "CONFIG SET hll-sparse-max-bytes -1",
                "CONFIG SET hll-sparse-max-bytes x");
    }

    @Test
    void merging() {
        compare(
                "PFMERGE d",
                "GET d",
                "PFCOUNT d",
                "PFADD a 1 2 3",
                "PFADD b 3 4 5",
                "PFMERGE d a b",
                "GET d",
                "PFCOUNT d",
                "GET d",
                "PFCOUNT a b",
                "PFCOUNT a b missing",
                "PFDEBUG TODENSE b",
                "PFCOUNT a b",
                "PFMERGE d a b",
                "PFDEBUG ENCODING d",
                "GET d",
                "PFMERGE new missing",
                "GET new",
                "PFMERGE a a",
                "GET a",
                "PFMERGE");
    }

    @Test
    void growing() {
        List<String> commands = new ArrayList<>();
        int element = 0;
        for (int i = 0; i < 120; i++) {
            StringBuilder add = new StringBuilder("PFADD k");
            for (int n = 0; n < 1 + i * 2; n++) {
                add.append(" element:").append(element++);
            }
            commands.addAll(List.of(add.toString(), "PFCOUNT k", "GET k"));
        }
        commands.add("PFDEBUG ENCODING k");
        compare(commands.toArray(String[]::new));
    }

    @Test
    void randomSequence() {
        Random random = new Random(9);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            char key = "abcd".charAt(random.nextInt(4));
            char other = "abcd".charAt(random.nextInt(4));
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    StringBuilder add = new StringBuilder("PFADD ").append(key);
                    for (int n = random.nextInt(random.nextInt(20) == 0 ? 300 : 6); n > 0; n--) {
                        add.append(' ').append(random.nextInt(20_000));
                    }
                    commands.add(add.toString());
                }
                case 4 -> commands.add("PFCOUNT " + key);
                case 5 -> commands.add("PFCOUNT " + key + " " + other);
                case 6 -> commands.add(random.nextInt(10) == 0 ? "DEL " + key : "PFMERGE " + key + " " + other);
                default -> commands.add("GET " + key);
            }
        }
        commands.addAll(List.of("GET a", "GET b", "GET c", "GET d"));
        compare(commands.toArray(String[]::new));
    }
}
