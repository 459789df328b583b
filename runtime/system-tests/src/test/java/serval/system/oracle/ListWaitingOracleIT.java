package serval.system.oracle;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that wait for lists: who is served, with what, and in which order. */
@Tag("oracle")
class ListWaitingOracleIT {
    @RegisterExtension
    static final OracleServers SERVERS = new OracleServers();

    private static void compare(String... steps) {
        WaitingPlay.compare(SERVERS, steps);
    }

    @Test
    void theLongestWaitingIsServedFirst() {
        compare("1 BLPOP a 0", "2 BRPOP a 0", "3 BLPOP a 0", "0 RPUSH a 1 2", "0 RPUSH a 3 4", "0 LRANGE a 0 -1");
        compare("1 BLPOP a b 0", "2 BLPOP b a 0", "0 RPUSH b 1", "0 RPUSH a 2");
        compare("1 BLPOP a a a 0", "0 RPUSH a 1", "0 RPUSH a 2", "0 LRANGE a 0 -1");
    }

    @Test
    void whatIsGoneBeforeTheEndOfATransactionServesNobody() {
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1", "0 DEL a", "0 EXEC", "0 RPUSH a 2");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1", "0 DEL a", "0 SET a text", "0 EXEC", "0 DEL a", "0 RPUSH a 2");
        compare("1 BLPOP a 0", "0 MULTI", "0 RPUSH a 1 2 3", "0 LPOP a", "0 EXEC");
    }

    @Test
    void othersTypesServeNobody() {
        compare("1 BLPOP a 0", "0 SET a text", "0 DEL a", "0 XADD a 1-1 f v", "0 DEL a", "0 RPUSH a x");
    }

    @Test
    void keysThatComeInOtherWays() {
        compare("1 BLPOP a 0", "0 RPUSH b 1 2", "0 RENAME b a", "0 LRANGE a 0 -1");
        compare("1 BLPOP a 0", "0 RPUSH b 1 2", "0 COPY b a");
        compare("1 BLPOP a 0", "0 SELECT 1", "0 DEL a", "0 RPUSH a 1 2", "0 MOVE a 0", "0 SELECT 0");
        compare("1 BLPOP a 0", "0 SELECT 1", "0 RPUSH a 1 2", "0 SWAPDB 0 1", "0 SELECT 0", "0 LRANGE a 0 -1");
        compare(
                "1 BLPOP a 0",
                "0 SELECT 1",
                "0 RPUSH a 1 2",
                "0 SWAPDB 1 2",
                "0 FLUSHALL",
                "0 SELECT 0",
                "0 RPUSH a 9");
        compare("1 BLMOVE a b LEFT RIGHT 0", "0 RPUSH c 1 2", "0 LMOVE c a LEFT LEFT", "0 RPOPLPUSH c a");
        compare("1 BLPOP a 0", "0 LPUSHX a 1", "0 FLUSHDB", "0 LPUSH a 1");
    }

    @Test
    void movesGoOnFromListToList() {
        compare("1 BLMOVE a b LEFT RIGHT 0", "2 BLMOVE b c LEFT LEFT 0", "3 BLPOP c 0", "0 RPUSH a 1", "0 KEYS *");
        compare("1 BRPOPLPUSH a b 0", "2 BRPOPLPUSH b a 0", "0 RPUSH a 1", "0 LRANGE a 0 -1", "0 LRANGE b 0 -1");
        compare("1 BRPOPLPUSH a a 0", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
        compare("1 BLPOP b 0", "2 BLMOVE a b LEFT LEFT 0", "0 RPUSH a 1 2 3", "0 LRANGE a 0 -1");
    }

    @Test
    void moveToSomethingElse() {
        compare("1 BLMOVE a b LEFT LEFT 0", "0 SET b text", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
        compare("1 BLMOVE a b LEFT LEFT 0", "2 BLPOP a 0", "0 SET b text", "0 RPUSH a 1 2", "0 LRANGE a 0 -1");
    }

    @Test
    void manyAtOnce() {
        compare(
                "1 BLMPOP 0 1 a LEFT COUNT 2",
                "2 BLMPOP 0 2 b a RIGHT COUNT 10",
                "3 BLPOP a 0",
                "0 RPUSH a 1 2 3 4 5",
                "0 RPUSH a 6");
    }

    @Test
    void endedByTimeOrByOthers() {
        compare("1 BLPOP a 0", "2 BLMOVE a b LEFT LEFT 0", "0 CLIENT UNBLOCK ID1", "0 CLIENT UNBLOCK ID2 TIMEOUT");
        compare("1 BLPOP a 0", "2 BRPOPLPUSH a b 0", "0 CLIENT UNBLOCK ID1 ERROR", "0 CLIENT UNBLOCK ID2 ERROR");
        compare("1 BLPOP a 0.05", "1 RPUSH b after", "1 AWAIT", "2 BLMPOP 0.02 1 a LEFT", "2 LLEN b", "2 AWAIT");
    }
}
