package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import serval.system.ServerProcess;

/** What ends a wait, of whatever type: against a real server where that does as 7.2.4, and as that answers where it does not. */
@Tag("oracle")
class BlockingOracleIT {
    @RegisterExtension
    static final OracleServers SERVERS = new OracleServers();

    private static final String READ = "1 XREADGROUP GROUP g c BLOCK 0 STREAMS a >";
    private static final String GROUP = "0 XGROUP CREATE a g $ MKSTREAM";
    private static final String NO_GROUP =
            "-NOGROUP No such key 'a' or consumer group 'g' in XREADGROUP with GROUP option\\r\\n";
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value\\r\\n";

    private static void compare(String... steps) {
        WaitingPlay.compare(SERVERS, steps);
    }

    /** What each of the connections that are no 0 is answered. */
    private static void expect(List<String> answers, String... steps) {
        assertEquals(answers, WaitingPlay.answers(SERVERS.serval(), steps), String.join(", ", steps));
    }

    /** A group's reader, and what becomes of its key. */
    private static void reader(String answer, String... steps) {
        String[] all = new String[steps.length + 2];
        all[0] = GROUP;
        all[1] = READ;
        System.arraycopy(steps, 0, all, 2, steps.length);
        expect(List.of(answer), all);
    }

    @Test
    void severalKeysInATransactionAreServedInTheOrderOfTheCall() {
        expect(
                List.of("*2\\r\\n$1\\r\\na\\r\\n$1\\r\\n2\\r\\n"),
                "1 BLPOP a b 0",
                "0 MULTI",
                "0 RPUSH b 1",
                "0 RPUSH a 2",
                "0 EXEC");
        expect(
                List.of("*2\\r\\n$1\\r\\na\\r\\n$1\\r\\n2\\r\\n", "*2\\r\\n$1\\r\\nb\\r\\n$1\\r\\n1\\r\\n"),
                "1 BLPOP a b 0",
                "2 BLPOP b a 0",
                "0 MULTI",
                "0 RPUSH b 1",
                "0 RPUSH a 2",
                "0 EXEC");
        expect(
                List.of("*2\\r\\n$1\\r\\na\\r\\n*1\\r\\n$1\\r\\n2\\r\\n"),
                "1 BLMPOP 0 2 a b LEFT",
                "0 MULTI",
                "0 RPUSH b 1",
                "0 RPUSH a 2",
                "0 EXEC");
        expect(
                List.of(
                        "*2\\r\\n*2\\r\\n$1\\r\\na\\r\\n*1\\r\\n*2\\r\\n$3\\r\\n1-1\\r\\n*2\\r\\n$1\\r\\nf\\r\\n$1\\r\\nv\\r\\n*2\\r\\n$1"
                                + "\\r\\nb\\r\\n*1\\r\\n*2\\r\\n$3\\r\\n1-1\\r\\n*2\\r\\n$1\\r\\nf\\r\\n$1\\r\\nv\\r\\n"),
                "1 XREAD BLOCK 0 STREAMS a b $ $",
                "0 MULTI",
                "0 XADD b 1-1 f v",
                "0 XADD a 1-1 f v",
                "0 EXEC");
        expect(List.of(WRONG_TYPE), "1 BLPOP a b 0", "0 SET a x", "0 RPUSH b 1");
        expect(List.of(WRONG_TYPE), "1 BZPOPMIN a b 0", "0 SET a x", "0 ZADD b 1 x");
        expect(List.of(WRONG_TYPE), "1 XREAD BLOCK 0 STREAMS a b 0 0", "0 SET a x", "0 XADD b 1-1 f x");
    }

    @Test
    void severalKeysOneByOne() {
        compare("1 BLPOP a b c 0", "2 BRPOP b 0", "0 RPUSH b 1 2 3", "0 RPUSH b 4");
        compare("1 BZPOPMIN a b 0", "0 ZADD b 1 x 2 y", "0 ZADD a 1 x");
        compare("1 BLMOVE a b LEFT LEFT 0", "2 BLPOP b 0", "0 MULTI", "0 RPUSH b 2", "0 RPUSH a 1", "0 EXEC");
        compare("1 BLMOVE a b LEFT LEFT 0", "2 BLMOVE a b LEFT LEFT 0", "3 BLPOP b 0", "0 RPUSH a 1 2 3");
        compare("1 BLMOVE a a LEFT RIGHT 0", "2 BLPOP a 0", "3 BLPOP a 0", "0 RPUSH a 1 2 3");
        compare("1 BLPOP a 0", "1 PING", "1 BLPOP a 0", "0 RPUSH a 1", "0 RPUSH a 2", "0 LLEN a");
    }

    @Test
    void oneKeyOfSeveralTypes() {
        compare(
                "1 BLPOP a 0",
                "2 BZPOPMIN a 0",
                "3 XREAD BLOCK 0 STREAMS a 0",
                "0 SET a 1",
                "0 DEL a",
                "0 ZADD a 1 x",
                "0 XADD a 1-1 f v",
                "0 RPUSH a 3");
        compare(
                "1 BLPOP a 0",
                "2 BZPOPMIN a 0",
                "3 BLPOP a 0",
                "0 MULTI",
                "0 RPUSH a 1",
                "0 DEL a",
                "0 ZADD a 1 x",
                "0 EXEC");
        compare("1 BLPOP a 0", "2 BZPOPMIN a 0", "0 MULTI", "0 RPUSH a 1", "0 EXEC", "0 ZADD a 1 x");
    }

    @Test
    void withinATransactionNobodyWaits() {
        for (String call : List.of(
                "BLPOP a 0",
                "BLMOVE a b LEFT LEFT 0",
                "BRPOPLPUSH a b 0",
                "BLMPOP 0 1 a LEFT",
                "XREAD BLOCK 0 STREAMS a 0",
                "BZPOPMIN a 0",
                "BZMPOP 0 1 a MIN",
                "BLPOP a x",
                "BLPOP a -1")) {
            for (String protocol : List.of("2", "3")) {
                String[] steps = {"1 MULTI", "1 " + call, "1 EXEC"};
                assertEquals(answer(SERVERS.redis(), protocol, steps), answer(SERVERS.serval(), protocol, steps), call);
            }
        }
        compare("1 MULTI", "1 BLPOP a 0", "1 RPUSH a 1", "1 BLPOP a 0", "1 BLMPOP 0 1 a LEFT", "1 EXEC");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a x", "0 DEL a", "0 RPUSH a y z", "0 EXEC");
    }

    @Test
    void timeoutsAndTheirErrors() {
        for (String command :
                List.of("BLPOP a", "BRPOP a", "BLMOVE a b LEFT LEFT", "BRPOPLPUSH a b", "BZPOPMIN a", "BZPOPMAX a")) {
            compare(
                    "0 " + command + " -1",
                    "0 " + command + " x",
                    "0 " + command + " -0.1",
                    "0 " + command + " nan",
                    "0 " + command + " \"\"",
                    "0 " + command + " \" 1\"",
                    "0 " + command + " \"1 \"",
                    "0 " + command + " 1,5",
                    "0 " + command + " 0.001",
                    "0 " + command + " 1e-3",
                    "0 " + command + " .001",
                    "0 " + command + " +.001",
                    "0 " + command + " 0.0000001",
                    "0 " + command + " 0x0.01p0");
        }
        compare(
                "0 BLMPOP -1 1 a LEFT",
                "0 BLMPOP x 1 a LEFT",
                "0 BLMPOP x 0 a LEFT",
                "0 BLMPOP x 1 a FOO",
                "0 BLMPOP 1 2 a LEFT");
        compare(
                "0 BLMPOP 1 1 a LEFT COUNT 0",
                "0 BLMPOP 1 1 a LEFT COUNT 1 COUNT 2",
                "0 BZMPOP -1 1 a MIN",
                "0 BZMPOP x 1 a MIN");
        compare(
                "0 SET a 1",
                "0 BLPOP a x",
                "0 BLPOP a -1",
                "0 BLPOP b a 0.01",
                "0 BLMOVE a b LEFT LEFT x",
                "0 BLMPOP 0 1 a LEFT");
        compare("0 XREAD BLOCK -1 STREAMS a 0", "0 XREAD BLOCK x STREAMS a 0", "0 XREAD BLOCK 1.5 STREAMS a 0");
    }

    @Test
    void timeoutsOutOfRange() {
        for (String timeout : List.of("1e20", "inf", "9223372036854775807", "9223372036854776", "1e400")) {
            expect(List.of("-ERR timeout is out of range\\r\\n"), "1 BLPOP a " + timeout);
        }
        expect(List.of("-ERR timeout is out of range\\r\\n"), "1 XREAD BLOCK 9223372036854775807 STREAMS a 0");
        expect(
                List.of("-ERR timeout is not an integer or out of range\\r\\n"),
                "1 XREAD BLOCK 9223372036854775808 STREAMS a 0");
    }

    @Test
    void whatATimeoutAnswers() {
        for (String protocol : List.of("2", "3")) {
            for (String call : List.of(
                    "BLPOP a 0.01",
                    "BRPOP a b 0.01",
                    "BLMOVE a b LEFT LEFT 0.01",
                    "BRPOPLPUSH a b 0.01",
                    "BLMPOP 0.01 1 a LEFT",
                    "XREAD BLOCK 10 STREAMS a 0",
                    "BZPOPMIN a 0.01",
                    "BZPOPMAX a 0.01",
                    "BZMPOP 0.01 1 a MIN")) {
                assertEquals(
                        answer(SERVERS.redis(), protocol, "1 " + call, "1 AWAIT"),
                        answer(SERVERS.serval(), protocol, "1 " + call, "1 AWAIT"),
                        call);
            }
        }
    }

    /** The last thing that connection 1 is answered. */
    private static String answer(ServerProcess server, String protocol, String... steps) {
        String[] all = new String[steps.length + 1];
        all[0] = "1 HELLO " + protocol;
        System.arraycopy(steps, 0, all, 1, steps.length);
        String answers = WaitingPlay.answers(server, all).getFirst();
        return answers.substring(answers.lastIndexOf(' ') + 1);
    }

    @Test
    void unblocked() {
        for (String call : List.of(
                "BLPOP a 0",
                "BLMOVE a b LEFT LEFT 0",
                "BRPOPLPUSH a b 0",
                "BLMPOP 0 1 a LEFT",
                "XREAD BLOCK 0 STREAMS a $",
                "BZPOPMIN a 0",
                "BZMPOP 0 1 a MIN")) {
            compare("1 " + call, "0 CLIENT UNBLOCK ID1", "0 CLIENT UNBLOCK ID1");
            compare("1 " + call, "0 CLIENT UNBLOCK ID1 TIMEOUT");
            compare("1 " + call, "0 CLIENT UNBLOCK ID1 error");
        }
        compare(GROUP, READ, "0 CLIENT UNBLOCK ID1 TIMEOUT");
        compare(
                "0 CLIENT UNBLOCK ID1",
                "0 CLIENT UNBLOCK",
                "0 CLIENT UNBLOCK x",
                "0 CLIENT UNBLOCK ID1 FOO",
                "0 CLIENT UNBLOCK 99999999");
        compare("1 BLPOP a 0", "0 MULTI", "0 CLIENT UNBLOCK ID1", "0 RPUSH a 1", "0 EXEC");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1", "0 CLIENT UNBLOCK ID1", "0 EXEC");
        compare("1 BLPOP a 0", "2 BLPOP a 0.02", "3 BLPOP a 0", "2 AWAIT", "0 RPUSH a 1 2");
    }

    @Test
    void keysThatComeInOtherWays() {
        compare("1 BLPOP a 0", "0 RPUSH b 3 1 2", "0 SORT b STORE a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 RPUSH b 3 1 2", "0 RENAMENX b a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 SET a text", "0 RPUSH b 3 1 2", "0 SORT b STORE a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 SET a text", "0 RPUSH b 3 1 2", "0 RENAME b a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 SET a text", "0 RPUSH b 3 1 2", "0 COPY b a REPLACE", "0 LRANGE a 0 -1");
        compare("1 SELECT 1", "1 BLPOP a 0", "0 RPUSH a 1", "0 MOVE a 1", "0 LLEN a");
        compare("1 SELECT 1", "1 BLPOP a 0", "0 RPUSH a 1", "0 COPY a a DB 1", "0 LLEN a");
        compare(
                "1 BLPOP a 0",
                "0 RESTORE a 0 \"\\x12\\x01\\x02\\x0e\\x0e\\x00\\x00\\x00\\x02\\x00\\x01\\x01\\x83two\\x04\\xff\\n\\x00\\x18\\x87{\\xb7\\xa6\\xdfF"
                        + "\\xdb\"",
                "0 EXISTS a");
        compare("1 BZPOPMIN a 0", "0 GEOADD a 13 38 x");
        compare("1 BZPOPMIN a 0", "0 SET a x", "0 ZADD b 1 x", "0 ZUNIONSTORE a 1 b", "0 EXISTS a");
        compare("1 XREAD BLOCK 0 STREAMS a $", "0 XADD b 6-1 f z", "0 RENAME b a");
        compare("1 XREAD BLOCK 0 STREAMS a 9-0", "0 XADD b 6-1 f z", "0 COPY b a", "0 XADD a 9-1 f v");
        compare("1 XREAD BLOCK 0 STREAMS a $", "0 XGROUP CREATE a g 0 MKSTREAM", "0 XADD a 6-1 f z");
    }

    @Test
    void databasesSwappedAndFlushed() {
        compare("1 BLPOP a 0", "0 SELECT 1", "0 RPUSH a 1 2", "0 SWAPDB 0 1", "0 SELECT 0", "0 LRANGE a 0 -1");
        compare("1 SELECT 1", "1 BLPOP a 0", "2 BLPOP a 0", "0 SWAPDB 0 1", "0 RPUSH a 1", "0 SELECT 1", "0 RPUSH a 2");
        compare("1 BLPOP a 0", "0 SELECT 1", "0 SET a 1", "0 SWAPDB 0 1", "0 SELECT 0", "0 DEL a", "0 RPUSH a 1");
        compare("1 BLPOP a 0", "0 FLUSHALL", "0 FLUSHDB ASYNC", "0 RPUSH a x");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a x", "0 FLUSHALL", "0 EXEC", "0 RPUSH a y");
    }

    @Test
    void keysThatHaveExpired() {
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a x", "0 PEXPIREAT a 1", "0 EXEC", "0 EXISTS a", "0 RPUSH a y");
        compare(
                "1 BLPOP a 0",
                "0 MULTI",
                "0 RPUSH a x",
                "0 PEXPIRE a 1",
                "0 DEBUG SLEEP 0.01",
                "0 EXEC",
                "0 EXISTS a",
                "0 RPUSH a y");
        reader(NO_GROUP, "0 PEXPIRE a 1", "1 AWAIT");
        reader(NO_GROUP, "0 EXPIREAT a 1");
    }

    @Test
    void streams() {
        compare("1 XREAD BLOCK 0 STREAMS a 5-0", "0 XADD a 1-1 f v", "0 XADD a 5-0 f v", "0 XADD a 5-1 f v");
        compare("0 XADD a 1-1 f v", "1 XREAD BLOCK 0 STREAMS a $", "0 DEL a", "0 XADD a 1-1 f w", "0 XADD a 2-1 f z");
        compare("0 XADD a 1-1 f v", "1 XREAD BLOCK 0 STREAMS a $", "0 XTRIM a MAXLEN 0", "0 XADD a 2-1 f z");
        compare(GROUP, READ, "2 XREADGROUP GROUP g d BLOCK 0 STREAMS a >", "0 XADD a 1-1 f v", "0 XADD a 1-2 f v");
        compare(
                GROUP,
                "1 XREADGROUP GROUP g c COUNT 1 BLOCK 0 STREAMS a >",
                "2 XREADGROUP GROUP g d COUNT 1 BLOCK 0 STREAMS a >",
                "0 MULTI",
                "0 XADD a 1-1 f v",
                "0 XADD a 1-2 f v",
                "0 XADD a 1-3 f v",
                "0 EXEC");
        compare(GROUP, "1 XREADGROUP GROUP g c NOACK BLOCK 0 STREAMS a >", "0 XADD a 1-1 f v", "0 XPENDING a g");
        expect(
                List.of(
                        "*1\\r\\n*2\\r\\n$1\\r\\na\\r\\n*1\\r\\n*2\\r\\n$3\\r\\n3-1\\r\\n*2\\r\\n$1\\r\\nf\\r\\n$1\\r\\nz\\r\\n"),
                "0 XADD a 1-1 f v",
                "1 XREAD BLOCK 0 STREAMS a $",
                "0 MULTI",
                "0 XADD a 2-1 f z",
                "0 XDEL a 2-1",
                "0 EXEC",
                "0 XADD a 3-1 f z");
    }

    @Test
    void aGroupsReaderIsTold() {
        reader(NO_GROUP, "0 DEL a");
        reader(NO_GROUP, "0 UNLINK a");
        reader(NO_GROUP, "0 XGROUP DESTROY a g");
        reader(NO_GROUP, "0 RENAME a b");
        reader(NO_GROUP, "0 XADD b 1-1 f v", "0 RENAME b a");
        reader(NO_GROUP, "0 MOVE a 1");
        reader(NO_GROUP, "0 FLUSHALL");
        reader(NO_GROUP, "0 FLUSHDB");
        reader(NO_GROUP, "0 SWAPDB 0 1");
        reader(NO_GROUP, "0 SELECT 1", "0 XADD a 1-1 f v", "0 SWAPDB 0 1");
        reader(NO_GROUP, "0 SUNIONSTORE a b");
        reader(NO_GROUP, "0 MULTI", "0 SET a x", "0 DEL a", "0 XADD a 1-1 f v", "0 EXEC");
        reader(WRONG_TYPE, "0 SET a text");
        reader(WRONG_TYPE, "0 MSET a 1 b 2");
        reader(WRONG_TYPE, "0 MULTI", "0 DEL a", "0 SET a x", "0 EXEC");
        reader(WRONG_TYPE, "0 SELECT 1", "0 SET a v", "0 SWAPDB 0 1");
        reader(WRONG_TYPE, "0 RPUSH b 1", "0 SORT b STORE a");
        reader(WRONG_TYPE, "0 SET b x", "0 COPY b a REPLACE");
        reader(WRONG_TYPE, "0 ZADD b 1 x", "0 ZUNIONSTORE a 1 b");
    }

    @Test
    void aGroupsReaderWaitsOn() {
        compare(GROUP, READ, "0 MULTI", "0 XGROUP DESTROY a g", "0 XGROUP CREATE a g $", "0 EXEC", "0 XADD a 1-1 f v");
        compare(GROUP, READ, "0 XGROUP DELCONSUMER a g c", "0 XADD a 1-1 f v", "0 XPENDING a g");
        compare(GROUP, READ, "0 RENAME a a", "0 PERSIST a", "0 TOUCH a", "0 XADD a 1-1 f v");
        expect(
                List.of("-NOGROUP No such key 'b' or consumer group 'g' in XREADGROUP with GROUP option\\r\\n"),
                GROUP,
                "0 XGROUP CREATE b g $ MKSTREAM",
                "1 XREADGROUP GROUP g c BLOCK 0 STREAMS a b > >",
                "0 MULTI",
                "0 XADD a 1-1 f v",
                "0 DEL b",
                "0 EXEC");
    }

    @Test
    void waitsAreCounted() {
        String clients = WaitingPlay.play(
                SERVERS.serval(),
                "1 BLPOP a b 0",
                "2 BLPOP b 9",
                GROUP,
                "3 XREADGROUP GROUP g c BLOCK 0 STREAMS a >",
                "0 INFO clients");
        for (String field : List.of(
                "blocked_clients:3\\r\\n",
                "clients_in_timeout_table:1\\r\\n",
                "total_blocking_keys:2\\r\\n",
                "total_blocking_keys_on_nokey:1\\r\\n")) {
            assertEquals(clients, clients.contains(field) ? clients : field);
        }
    }
}
