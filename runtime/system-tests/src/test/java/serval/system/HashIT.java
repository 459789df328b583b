package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes where no oracle can be asked: what versions after 7.2 brought, first of all fields that expire. */
class HashIT {
    private static final String OK = "+OK\\r\\n";
    private static final long FAR = 4102444800000L;

    @TempDir
    static Path folder;

    private static ServalProcess server;
    private static RespConnection client;

    @BeforeAll
    static void start() {
        server = TestServer.startWithTestBundle(folder, "enable-debug-command local");
        client = server.connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        client.ask("FLUSHALL");
        client.ask("DEBUG SET-ACTIVE-EXPIRE 1");
        client.ask("CONFIG SET hash-max-listpack-entries 512");
    }

    private static void fill(int packed) {
        client.ask("CONFIG SET hash-max-listpack-entries " + packed);
        client.ask("HSET h a 1 b 2 c 3");
        forget();
    }

    private static void forget() {
        client.ask("TEST.JOURNAL");
        client.ask("TEST.EVENTS");
    }

    private static void expect(String reply, String command) {
        assertEquals(reply, client.ask(command), command);
    }

    private static String numbers(long... numbers) {
        StringBuilder reply = new StringBuilder("*" + numbers.length + "\\r\\n");
        for (long number : numbers) {
            reply.append(':').append(number).append("\\r\\n");
        }
        return reply.toString();
    }

    private static String texts(String... texts) {
        StringBuilder reply = new StringBuilder("*" + texts.length + "\\r\\n");
        for (String text : texts) {
            reply.append(text(text));
        }
        return reply.toString();
    }

    private static String text(String text) {
        return text == null ? "$-1\\r\\n" : "$" + text.length() + "\\r\\n" + text + "\\r\\n";
    }

    private static void expectError(String error, String command) {
        expect("-ERR " + error + "\\r\\n", command);
    }

    private static void await(Supplier<Boolean> condition) {
        long ends = System.nanoTime() + 20_000_000_000L;
        while (!condition.get()) {
            assertTrue(System.nanoTime() < ends, "in vain");
            Thread.onSpinWait();
        }
    }

    /** Waits until the server's clock has passed a time that was set by an expiry of a millisecond. */
    private static void passMillis() {
        long from = System.currentTimeMillis();
        await(() -> System.currentTimeMillis() > from + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void expiriesAreSetAndTold(int packed) {
        fill(packed);
        expect(numbers(1, -2), "HPEXPIREAT h " + FAR + " FIELDS 2 a x");
        expect(text(packed > 0 ? "listpackex" : "hashtable"), "OBJECT ENCODING h");
        expect(numbers(FAR, -1, -2), "HPEXPIRETIME h FIELDS 3 a b x");
        expect(numbers(FAR / 1000), "HEXPIRETIME h FIELDS 1 a");
        expect(numbers(1), "HEXPIRE h 1000 FIELDS 1 b");
        expect(numbers(1000), "HTTL h FIELDS 1 b");
        expect(numbers(1, -1, -2), "HPERSIST h FIELDS 3 a c x");
        expect(numbers(-1), "HPTTL h FIELDS 1 a");
        expect(texts("1", "2", "3"), "HMGET h a b c");
        expect(numbers(-2, -2), "HTTL missing FIELDS 2 a b");
        expect(numbers(-2), "HPERSIST missing FIELDS 1 a");
        expect(numbers(-2), "HEXPIRE missing 100 FIELDS 1 a");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void conditions(int packed) {
        fill(packed);
        expect(numbers(0), "HPEXPIREAT h " + FAR + " XX FIELDS 1 a");
        expect(numbers(0), "HPEXPIREAT h " + FAR + " GT FIELDS 1 a");
        expect(numbers(1), "HPEXPIREAT h " + FAR + " NX FIELDS 1 a");
        expect(numbers(0), "HPEXPIREAT h " + FAR + " nx FIELDS 1 a");
        expect(numbers(0), "HPEXPIREAT h " + FAR + " GT FIELDS 1 a");
        expect(numbers(1), "HPEXPIREAT h " + (FAR + 1) + " GT FIELDS 1 a");
        expect(numbers(0), "HPEXPIREAT h " + (FAR + 1) + " LT FIELDS 1 a");
        expect(numbers(1, 1), "HPEXPIREAT h " + FAR + " LT FIELDS 2 a b");
        expect(numbers(1), "HPEXPIREAT h " + (FAR + 2) + " XX FIELDS 1 b");
        expect(numbers(FAR, FAR + 2), "HPEXPIRETIME h FIELDS 2 a b");
    }

    @Test
    void errors() {
        client.ask("HSET h a 1");
        expectError("invalid expire time, must be >= 0", "HEXPIRE h -1 FIELDS 1 a");
        expectError("value is not an integer or out of range", "HEXPIRE h x FIELDS 1 a");
        expectError("invalid expire time in 'hexpire' command", "HEXPIRE h 9223372036854775807 FIELDS 1 a");
        expectError("invalid expire time in 'hpexpireat' command", "HPEXPIREAT h 70368744177664 FIELDS 1 a");
        expect(numbers(1), "HPEXPIREAT h 70368744177663 FIELDS 1 a");
        expectError("Mandatory argument FIELDS is missing or not at the right position", "HEXPIRE h 1 NX 1 a b");
        expectError("Parameter `numFields` should be greater than 0", "HEXPIRE h 1 FIELDS 0 a");
        expectError("The `numfields` parameter must match the number of arguments", "HEXPIRE h 1 FIELDS 2 a");
        expectError("The `numfields` parameter must match the number of arguments", "HEXPIRE h 1 FIELDS 1 a b");
        expectError("Mandatory argument FIELDS is missing or not at the right position", "HTTL h 1 1 a");
        expectError("Number of fields must be a positive integer", "HTTL h FIELDS x a");
        expectError("Number of fields must be a positive integer", "HPERSIST h FIELDS 0 a");
        expectError("wrong number of arguments for 'hexpire' command", "HEXPIRE h 1 FIELDS 1");
        expectError("wrong number of arguments for 'httl' command", "HTTL h FIELDS 1");
        client.ask("SET s v");
        String wrong = "-WRONGTYPE Operation against a key holding the wrong kind of value\\r\\n";
        expect(wrong, "HEXPIRE s x FIELDS 1 a");
        expect(wrong, "HTTL s x 1 a");
        expect(wrong, "HPERSIST s x 1 a");
        expect(wrong, "HGETEX s x 1 a");
        expect(wrong, "HGETDEL s x 1 a");
        expect(wrong, "HSETEX s FIELDS 1 a b");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void pastTimesDelete(int packed) {
        fill(packed);
        expect(numbers(2, -2), "HEXPIRE h 0 FIELDS 2 a x");
        expect(texts("0: HDEL h a"), "TEST.JOURNAL");
        expect(texts("h hdel 0 h"), "TEST.EVENTS");
        expect(numbers(2, 2), "HPEXPIREAT h 1 FIELDS 2 b c");
        expect(":0\\r\\n", "EXISTS h");
        expect(texts("h hdel 0 h", "g del 0 h"), "TEST.EVENTS");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void fieldsExpireByThemselves(int packed) {
        fill(packed);
        client.ask("HPEXPIRE h 1 FIELDS 2 a b");
        forget();
        await(() -> client.ask("HLEN h").equals(":1\\r\\n"));
        expect(texts("h hexpired 0 h"), "TEST.EVENTS");
        String journal = client.ask("TEST.JOURNAL");
        assertTrue(journal.contains("HDEL h a") && journal.contains("HDEL h b"), journal);
        client.ask("HPEXPIRE h 1 FIELDS 1 c");
        forget();
        await(() -> client.ask("EXISTS h").equals(":0\\r\\n"));
        expect(texts("h hexpired 0 h", "g del 0 h"), "TEST.EVENTS");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void readsRemoveWhatExpired(int packed) {
        fill(packed);
        client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
        client.ask("HPEXPIRE h 1 FIELDS 2 a b");
        passMillis();
        expect(":3\\r\\n", "HLEN h");
        expect(texts("c", "3"), "HGETALL h");
        expect(texts("c"), "HKEYS h");
        expect(texts("3"), "HVALS h");
        expect("*2\\r\\n" + text("0") + texts("c", "3"), "HSCAN h 0");
        expect(numbers(-2), "HTTL h FIELDS 1 a");
        forget();
        expect("$-1\\r\\n", "HGET h a");
        expect(texts("0: HDEL h a"), "TEST.JOURNAL");
        expect(texts("h hexpired 0 h"), "TEST.EVENTS");
        expect(":2\\r\\n", "HLEN h");
        expect(texts(null, "3"), "HMGET h b c");
        expect(":1\\r\\n", "HLEN h");
        client.ask("HPEXPIRE h 1 FIELDS 1 c");
        passMillis();
        forget();
        expect(":0\\r\\n", "HEXISTS h c");
        expect(texts("h hexpired 0 h", "g del 0 h"), "TEST.EVENTS");
        expect(":0\\r\\n", "EXISTS h");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void writesSeeWhatExpired(int packed) {
        fill(packed);
        client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
        client.ask("HPEXPIRE h 1 FIELDS 3 a b c");
        passMillis();
        forget();
        expect(":5\\r\\n", "HINCRBY h a 5");
        expect(texts("0: HDEL h a ; 0: HINCRBY h a 5"), "TEST.JOURNAL");
        expect(":1\\r\\n", "HSETNX h b 7");
        expect(numbers(-1, -1), "HTTL h FIELDS 2 a b");
        expect("*0\\r\\n", "HRANDFIELD gone 5");
        forget();
        client.ask("HRANDFIELD h 5");
        expect(texts("0: HDEL h c"), "TEST.JOURNAL");
        expect(":2\\r\\n", "HLEN h");
        client.ask("HPEXPIRE h 1 FIELDS 2 a b");
        passMillis();
        expect("*0\\r\\n", "HRANDFIELD h 5");
        expect(":0\\r\\n", "EXISTS h");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void whatBecomesOfExpiriesWhenFieldsChange(int packed) {
        fill(packed);
        client.ask("HPEXPIREAT h " + FAR + " FIELDS 3 a b c");
        forget();
        client.ask("HSET h a 9");
        expect(numbers(-1), "HTTL h FIELDS 1 a");
        client.ask("HINCRBY h b 1");
        expect(numbers(FAR), "HPEXPIRETIME h FIELDS 1 b");
        forget();
        client.ask("HINCRBYFLOAT h c 0.5");
        expect(texts("0: HSET h c 3.5 ; 0: HPEXPIREAT h " + FAR + " FIELDS 1 c"), "TEST.JOURNAL");
        expect(numbers(FAR), "HPEXPIRETIME h FIELDS 1 c");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void expiriesGoWithTheKey(int packed) {
        fill(packed);
        client.ask("HPEXPIREAT h " + FAR + " FIELDS 1 b");
        client.ask("HPEXPIREAT h " + (FAR + 5) + " FIELDS 1 a");
        client.ask("COPY h copy");
        expect(numbers(FAR + 5, FAR, -1), "HPEXPIRETIME copy FIELDS 3 a b c");
        client.ask("HPERSIST h FIELDS 1 b");
        expect(numbers(FAR), "HPEXPIRETIME copy FIELDS 1 b");
        String digest = client.ask("DEBUG DIGEST-VALUE copy");
        expect(OK, "DEBUG RELOAD");
        expect(numbers(FAR + 5, FAR, -1), "HPEXPIRETIME copy FIELDS 3 a b c");
        expect(digest, "DEBUG DIGEST-VALUE copy");
        client.ask("RENAME copy other");
        client.ask("HPEXPIRE other 1 FIELDS 1 b");
        await(() -> client.ask("HLEN other").equals(":2\\r\\n"));
    }

    @Test
    void namesAreFoundAgain() {
        client.ask("HSET h a 1 b 2");
        client.ask("HSET i a 1 b 2");
        client.ask("HPEXPIRE h 300 FIELDS 1 a");
        client.ask("HPEXPIRE i 300 FIELDS 1 a");
        client.ask("RENAME h k");
        client.ask("DEBUG RELOAD");
        client.ask("SWAPDB 0 1");
        client.ask("SELECT 1");
        await(() -> client.ask("HLEN k").equals(":1\\r\\n"));
        await(() -> client.ask("HLEN i").equals(":1\\r\\n"));
        client.ask("SELECT 0");
    }

    @Test
    void expireEffects() {
        fill(512);
        client.ask("HEXPIRE h 1000 FIELDS 3 a x b");
        String journal = client.ask("TEST.JOURNAL");
        assertTrue(journal.matches(".*HPEXPIREAT h \\d{13} FIELDS 2 a b.*"), journal);
        expect(texts("h hexpire 0 h"), "TEST.EVENTS");
        client.ask("HPEXPIREAT h " + FAR + " NX FIELDS 2 a c");
        expect(texts("0: HPEXPIREAT h " + FAR + " FIELDS 1 c"), "TEST.JOURNAL");
        client.ask("HPEXPIREAT h " + FAR + " NX FIELDS 2 a c");
        expect("*0\\r\\n", "TEST.JOURNAL");
        forget();
        client.ask("HPERSIST h FIELDS 2 a x");
        expect(texts("0: HPERSIST h FIELDS 2 a x"), "TEST.JOURNAL");
        expect(texts("h hpersist 0 h"), "TEST.EVENTS");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void hgetdel(int packed) {
        fill(packed);
        expect(texts("1", null, "2"), "HGETDEL h FIELDS 3 a x b");
        expect(texts("0: HDEL h a b"), "TEST.JOURNAL");
        expect(texts("h hdel 0 h"), "TEST.EVENTS");
        expect(texts((String) null), "HGETDEL h FIELDS 1 a");
        expect(texts((String) null), "HGETDEL missing FIELDS 1 a");
        expect("*0\\r\\n", "TEST.JOURNAL");
        expect(texts("3", null), "HGETDEL h FIELDS 2 c c");
        expect(texts("h hdel 0 h", "g del 0 h"), "TEST.EVENTS");
        expect(":0\\r\\n", "EXISTS h");
        expectError("Number of fields must be a positive integer", "HGETDEL h FIELDS 0 a");
        expectError("The `numfields` parameter must match the number of arguments", "HGETDEL h FIELDS 2 a");
        expectError("Mandatory argument FIELDS is missing or not at the right position", "HGETDEL h x 1 a");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void hgetex(int packed) {
        fill(packed);
        expect(texts("1", null), "HGETEX h FIELDS 2 a x");
        expect("*0\\r\\n", "TEST.JOURNAL");
        expect(texts("1", null, "2"), "HGETEX h PXAT " + FAR + " FIELDS 3 a x b");
        expect(texts("0: HPEXPIREAT h " + FAR + " FIELDS 2 a b"), "TEST.JOURNAL");
        expect(texts("h hexpire 0 h"), "TEST.EVENTS");
        expect(numbers(FAR, FAR, -1), "HPEXPIRETIME h FIELDS 3 a b c");
        expect(texts("1", "3"), "HGETEX h PERSIST FIELDS 2 a c");
        expect(texts("0: HPERSIST h FIELDS 1 a"), "TEST.JOURNAL");
        expect(texts("h hpersist 0 h"), "TEST.EVENTS");
        expect(numbers(-1), "HTTL h FIELDS 1 a");
        expect(texts("1"), "HGETEX h EX 100 FIELDS 1 a");
        expect(numbers(100), "HTTL h FIELDS 1 a");
        forget();
        expect(texts("1", "2"), "HGETEX h EXAT 1 FIELDS 2 a b");
        expect(texts("0: HDEL h a b"), "TEST.JOURNAL");
        expect(texts("h hdel 0 h"), "TEST.EVENTS");
        expect(texts((String) null), "HGETEX missing EX 1 FIELDS 1 a");
        expectError("invalid expire time, must be >= 0", "HGETEX h EX -1 FIELDS 1 a");
        expectError("invalid expire time in 'hgetex' command", "HGETEX h EX 9223372036854775807 FIELDS 1 a");
        expectError("Mandatory argument FIELDS is missing or not at the right position", "HGETEX h EX 1 PX 1 a");
        expectError("Mandatory argument FIELDS is missing or not at the right position", "HGETEX h KEEPTTL FIELDS 1 a");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 0})
    void hsetex(int packed) {
        fill(packed);
        expect(":1\\r\\n", "HSETEX h PXAT " + FAR + " FIELDS 2 a 5 d 6");
        expect(texts("0: HSET h a 5 d 6 ; 0: HPEXPIREAT h " + FAR + " FIELDS 2 a d"), "TEST.JOURNAL");
        expect(texts("h hset 0 h", "h hexpire 0 h"), "TEST.EVENTS");
        expect(numbers(FAR, FAR), "HPEXPIRETIME h FIELDS 2 a d");
        expect(":1\\r\\n", "HSETEX h KEEPTTL FIELDS 1 a 7");
        expect(numbers(FAR), "HPEXPIRETIME h FIELDS 1 a");
        forget();
        expect(":1\\r\\n", "HSETEX h FIELDS 1 a 8");
        expect(texts("0: HSET h a 8"), "TEST.JOURNAL");
        expect(numbers(-1), "HPEXPIRETIME h FIELDS 1 a");
        expect(":0\\r\\n", "HSETEX h FNX FIELDS 2 new 1 a 1");
        expect(":0\\r\\n", "HSETEX h FXX FIELDS 2 new 1 a 1");
        expect(":0\\r\\n", "HEXISTS h new");
        expect(":1\\r\\n", "HSETEX h FNX EX 100 FIELDS 1 new 1");
        expect(":1\\r\\n", "HSETEX h EX 100 FXX FIELDS 2 new 1 a 2");
        expect(":0\\r\\n", "HSETEX missing FXX FIELDS 1 a 1");
        expect(":0\\r\\n", "EXISTS missing");
        expect(":1\\r\\n", "HSETEX made FNX FIELDS 1 a 1");
        forget();
        expect(":1\\r\\n", "HSETEX made PXAT 1 FIELDS 1 a 1");
        expect(texts("0: HDEL made a"), "TEST.JOURNAL");
        expect(texts("h hset 0 made", "h hdel 0 made", "g del 0 made"), "TEST.EVENTS");
        expect(":0\\r\\n", "EXISTS made");
    }

    @Test
    void hsetexErrors() {
        String arity = "wrong number of arguments for 'hsetex' command";
        expectError(arity, "HSETEX h FIELDS 1 a");
        expectError(arity, "HSETEX h FIELDS 2 a b");
        expectError(arity, "HSETEX h FIELDS 1 a b c");
        expectError("invalid number of fields", "HSETEX h FIELDS 0 a b");
        expectError("invalid number of fields", "HSETEX h FIELDS x a b");
        expectError("unknown argument: BOGUS", "HSETEX h BOGUS FIELDS 1 a b");
        expectError("Only one of FXX or FNX arguments can be specified", "HSETEX h FXX FNX FIELDS 1 a b");
        String one = "Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified";
        expectError(one, "HSETEX h EX 1 KEEPTTL FIELDS 1 a b");
        expectError(one, "HSETEX h KEEPTTL PX 1 FIELDS 1 a b");
    }

    @Test
    void hscanWithoutValues() {
        fill(512);
        expect("*2\\r\\n" + text("0") + texts("a", "b", "c"), "HSCAN h 0 NOVALUES");
        expect("*2\\r\\n" + text("0") + texts("b"), "HSCAN h 0 MATCH b NOVALUES COUNT 5");
        client.ask("CONFIG SET hash-max-listpack-entries 0");
        StringBuilder set = new StringBuilder("HSET big");
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            set.append(" f").append(i).append(" v");
            wanted.add("f" + i);
        }
        client.ask(set.toString());
        Set<String> seen = new TreeSet<>();
        String cursor = "0";
        do {
            String[] parts = client.ask("HSCAN big " + cursor + " NOVALUES").split("\\\\r\\\\n");
            cursor = parts[2];
            for (int i = 5; i < parts.length; i += 2) {
                assertTrue(seen.add(parts[i]), "twice: " + parts[i]);
            }
        } while (!cursor.equals("0"));
        assertEquals(wanted, seen);
    }
}
