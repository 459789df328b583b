package serval.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bitmap commands, each with every option and error. */
class BitmapOracleIT extends OracleTest {
    @Test
    void bits() {
        compare(
                "SETBIT k 7 1",
                "GET k",
                "SETBIT k 7 1",
                "SETBIT k 7 0",
                "GET k",
                "SETBIT k 100 0",
                "STRLEN k",
                "GETBIT k 7",
                "GETBIT k 1000000",
                "GETBIT missing 0",
                "SET n 123",
                "GETBIT n 3",
                "GETBIT n 30",
                "SETBIT n 3 0",
                "GET n",
                "SETBIT k 0",
                "SETBIT k x 1",
                "SETBIT k -1 1",
                "SETBIT k 0 2",
                "SETBIT k 0 -1",
                "SETBIT k 0 x",
                "SETBIT k 4294967296 1",
                "SETBIT k 9223372036854775807 1",
                "GETBIT k 4294967296",
                "GETBIT k -1",
                "GETBIT k x",
                "GETBIT k #1",
                "GETBIT k",
                "SET e v EXAT 9999999999",
                "SETBIT e 9 1",
                "PEXPIRETIME e");
    }

    @Test
    void count() {
        List<String> commands = new ArrayList<>(List.of(
                "BITCOUNT k",
                "BITCOUNT k 0",
                "BITCOUNT k 0 1 NONSENSE",
                "SET k \"foobar and some more text\\xff\\x00\\xfe\"",
                "SET e \"\"",
                "SET n 12345",
                "BITCOUNT k",
                "BITCOUNT e",
                "BITCOUNT n",
                "BITCOUNT k 0",
                "BITCOUNT k 0 1 BIT more",
                "BITCOUNT k x 1",
                "BITCOUNT k 1 x",
                "BITCOUNT k 0 1 bits",
                "BITCOUNT k -1 -2 bits",
                "BITCOUNT k 0 9223372036854775807 BIT",
                "BITCOUNT k -9223372036854775808 9223372036854775807"));
        Random random = new Random(3);
        for (String unit : List.of("", " BYTE", " bit")) {
            for (int i = 0; i < 150; i++) {
                int reach = unit.equals(" bit") ? 260 : 40;
                String range =
                        " " + (random.nextInt(2 * reach) - reach) + " " + (random.nextInt(2 * reach) - reach) + unit;
                commands.addAll(List.of("BITCOUNT k" + range, "BITCOUNT e" + range, "BITCOUNT n" + range));
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void position() {
        List<String> commands = new ArrayList<>(List.of(
                "BITPOS k 0",
                "BITPOS k 1",
                "BITPOS k 2",
                "BITPOS k x",
                "BITPOS k",
                "BITPOS missing 0 5",
                "BITPOS missing 1 0 -1 BIT",
                "BITPOS missing 0 x",
                "SET e \"\"",
                "SET n 77",
                "SET k \"\\xff\\xf0\\x00\"",
                "SET z \"" + "\\x00".repeat(20) + "\"",
                "SET o \"" + "\\xff".repeat(20) + "\"",
                "SET m \"" + "\\x00".repeat(11) + "\\x04" + "\\xff".repeat(9) + "\"",
                "BITPOS k 1 x",
                "BITPOS k 1 0 x",
                "BITPOS k 1 0 -1 bits",
                "BITPOS k 1 0 -1 BIT more",
                "BITPOS k 0 0 x bits"));
        Random random = new Random(4);
        for (String key : List.of("k", "e", "n", "z", "o", "m")) {
            for (int bit = 0; bit <= 1; bit++) {
                String command = "BITPOS " + key + " " + bit;
                commands.add(command);
                for (int start = -25; start <= 25; start += 5) {
                    commands.add(command + " " + start);
                    commands.add(command + " " + start + " " + (random.nextInt(50) - 25));
                    commands.add(command + " " + start + " " + (random.nextInt(50) - 25) + " BYTE");
                }
                for (int i = 0; i < 40; i++) {
                    commands.add(
                            command + " " + (random.nextInt(360) - 180) + " " + (random.nextInt(360) - 180) + " BIT");
                }
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void operations() {
        compare(
                "BITOP AND d a",
                "SET d v",
                "BITOP OR d a b",
                "EXISTS d",
                "SET a foobar",
                "SET b abcdef1234567890",
                "SET n 12345",
                "BITOP AND d a b",
                "GET d",
                "BITOP or d a b n",
                "GET d",
                "BITOP Xor d a b missing",
                "GET d",
                "BITOP NOT d a",
                "GET d",
                "BITOP NOT a a",
                "GET a",
                "BITOP NOT d missing",
                "EXISTS d",
                "BITOP AND d a missing",
                "GET d",
                "BITOP NOT d a b",
                "BITOP NONSENSE d a",
                "BITOP AND d",
                "BITOP AND a a a",
                "BITOP OR x a",
                "GET x",
                "SET d v EXAT 9999999999",
                "BITOP OR d a",
                "TTL d");
        Random random = new Random(5);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            commands.add("SET " + "abcd".charAt(random.nextInt(4)) + " \"" + bytes(random, 80) + "\"");
            StringBuilder keys = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                keys.append(' ').append("abcde".charAt(random.nextInt(5)));
            }
            commands.add("BITOP " + List.of("AND", "OR", "XOR").get(random.nextInt(3)) + " d" + keys);
            commands.add("GET d");
            commands.add("BITOP NOT d " + "abcd".charAt(random.nextInt(4)));
            commands.add("GET d");
        }
        compare(commands.toArray(String[]::new));
    }

    private static String bytes(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(String.format("\\x%02x", random.nextInt(256)));
        }
        return text.toString();
    }

    @Test
    void fields() {
        compare(
                "BITFIELD k",
                "BITFIELD k GET u8 0",
                "BITFIELD k SET i5 100 -7 GET u4 0",
                "BITFIELD k INCRBY u2 100 1",
                "BITFIELD k INCRBY u2 100 1 OVERFLOW SAT INCRBY u2 102 1",
                "BITFIELD k OVERFLOW FAIL INCRBY u2 102 3",
                "BITFIELD k set u8 #1 255 get u8 #1 get i8 #1",
                "GET k",
                "BITFIELD k GET i64 0 GET u63 0 GET u63 1",
                "BITFIELD k SET i64 3 -9223372036854775808 INCRBY i64 3 -1",
                "BITFIELD k OVERFLOW SAT INCRBY i64 3 1",
                "BITFIELD k SET u8 0 -1",
                "BITFIELD k OVERFLOW SAT SET u8 0 -1 SET i8 8 1000 SET i8 16 -1000",
                "BITFIELD k OVERFLOW FAIL SET u8 0 256 SET i8 8 128 SET i8 8 -129",
                "GET k",
                "BITFIELD new OVERFLOW FAIL SET u8 0 256",
                "GET new");
        compare(
                "BITFIELD k GET u64 0",
                "BITFIELD k GET i65 0",
                "BITFIELD k GET u0 0",
                "BITFIELD k GET x8 0",
                "BITFIELD k GET U8 0",
                "BITFIELD k GET u 0",
                "BITFIELD k GET \"\" 0",
                "BITFIELD k GET u8 -1",
                "BITFIELD k GET u8 x",
                "BITFIELD k GET u8 #x",
                "BITFIELD k GET u8 #-1",
                "BITFIELD k GET u8 4294967296",
                "BITFIELD k GET u8 #536870912",
                "BITFIELD k GET u8",
                "BITFIELD k SET u8 0",
                "BITFIELD k SET u8 0 x",
                "BITFIELD k INCRBY u8 0 9223372036854775808",
                "BITFIELD k OVERFLOW",
                "BITFIELD k OVERFLOW NONSENSE",
                "BITFIELD k NONSENSE u8 0",
                "BITFIELD k GET u8 #9223372036854775807",
                "EXISTS k");
        compare(
                "BITFIELD_RO k",
                "BITFIELD_RO k GET u8 0",
                "SET k \"\\xff\\x0f\"",
                "BITFIELD_RO k GET u8 0 GET i4 #3",
                "BITFIELD_RO k SET u8 0 1",
                "BITFIELD_RO k GET u8 0 INCRBY u8 0 1",
                "BITFIELD_RO k OVERFLOW SAT",
                "BITFIELD_RO k NONSENSE",
                "SET n 12345",
                "BITFIELD_RO n GET u8 0 GET u16 #1 GET u63 8");
    }

    @Test
    void randomFields() {
        Random random = new Random(6);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            StringBuilder command = new StringBuilder("BITFIELD ").append("ab".charAt(random.nextInt(2)));
            for (int n = random.nextInt(3); n >= 0; n--) {
                if (random.nextInt(3) == 0) {
                    command.append(" OVERFLOW ")
                            .append(List.of("WRAP", "SAT", "FAIL").get(random.nextInt(3)));
                }
                boolean signed = random.nextBoolean();
                int bits = random.nextInt(signed ? 64 : 63) + 1;
                String field = (signed ? " i" : " u") + bits + (random.nextBoolean() ? " " : " #") + random.nextInt(20);
                long operand = random.nextBoolean() ? random.nextLong() >> random.nextInt(64) : random.nextInt(9) - 4;
                switch (random.nextInt(3)) {
                    case 0 -> command.append(" GET").append(field);
                    case 1 -> command.append(" SET").append(field).append(' ').append(operand);
                    default ->
                        command.append(" INCRBY").append(field).append(' ').append(operand);
                }
            }
            commands.add(command.toString());
            if (i % 20 == 0) {
                commands.addAll(List.of("GET a", "GET b", "DEL " + "ab".charAt(random.nextInt(2))));
            }
        }
        compare(commands.toArray(String[]::new));
    }

    @Test
    void randomSequence() {
        Random random = new Random(8);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            char key = "abc".charAt(random.nextInt(3));
            commands.add(
                    switch (random.nextInt(7)) {
                        case 0 -> "SETBIT " + key + " " + random.nextInt(700) + " " + random.nextInt(2);
                        case 1 -> "GETBIT " + key + " " + random.nextInt(700);
                        case 2 -> "BITCOUNT " + key;
                        case 3 -> "BITPOS " + key + " " + random.nextInt(2) + " " + random.nextInt(90);
                        case 4 -> "BITOP " + List.of("AND", "OR", "XOR").get(random.nextInt(3)) + " " + key + " a b c";
                        case 5 -> "BITOP NOT " + key + " " + "abc".charAt(random.nextInt(3));
                        default -> "GET " + key;
                    });
        }
        compare(commands.toArray(String[]::new));
    }
}
