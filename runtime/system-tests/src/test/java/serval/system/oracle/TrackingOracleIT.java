package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** Client side caching: who is told of which change. */
class TrackingOracleIT extends OracleTest {
    private static void play(String... steps) {
        PushPlay.compare(SERVERS, steps);
    }

    @Test
    void optionsThatDoNotGoTogether() {
        compare(
                "CLIENT TRACKING ON PREFIX a",
                "CLIENT TRACKING ON BCAST OPTIN",
                "CLIENT TRACKING ON BCAST OPTOUT",
                "CLIENT TRACKING ON OPTIN OPTOUT",
                "CLIENT TRACKING ON REDIRECT 99999999",
                "CLIENT TRACKING ON BCAST PREFIX",
                "CLIENT TRACKING ON NOSUCH",
                "CLIENT TRACKING MAYBE",
                "CLIENT TRACKING",
                "CLIENT CACHING YES",
                "CLIENT CACHING MAYBE",
                "CLIENT GETREDIR",
                "CLIENT TRACKINGINFO");
    }

    @Test
    void whatIsSetUpIsTold() {
        compare(
                "CLIENT TRACKING ON",
                "CLIENT TRACKINGINFO",
                "CLIENT GETREDIR",
                "CLIENT TRACKING ON NOLOOP",
                "CLIENT TRACKINGINFO",
                "CLIENT TRACKING ON OPTIN",
                "CLIENT TRACKINGINFO",
                "CLIENT CACHING YES",
                "CLIENT TRACKINGINFO",
                "CLIENT TRACKINGINFO",
                "GET k",
                "CLIENT TRACKINGINFO",
                "CLIENT CACHING NO",
                "CLIENT CACHING MAYBE",
                "CLIENT TRACKING ON OPTOUT",
                "CLIENT TRACKING OFF",
                "CLIENT TRACKINGINFO",
                "CLIENT TRACKING ON OPTOUT NOLOOP",
                "CLIENT CACHING YES",
                "CLIENT CACHING NO",
                "CLIENT TRACKINGINFO",
                "CLIENT TRACKING ON BCAST",
                "CLIENT TRACKING OFF",
                "CLIENT TRACKING ON BCAST PREFIX a NOLOOP",
                "CLIENT TRACKINGINFO",
                "CLIENT TRACKING ON",
                "RESET",
                "CLIENT TRACKINGINFO");
    }

    @Test
    void prefixesMustNotOverlap() {
        compare(
                "CLIENT TRACKING ON BCAST PREFIX foo PREFIX foobar",
                "CLIENT TRACKING ON BCAST PREFIX foobar PREFIX foo",
                "CLIENT TRACKING ON BCAST PREFIX foo PREFIX foo",
                "CLIENT TRACKING ON BCAST PREFIX foo PREFIX ''",
                "CLIENT TRACKING ON BCAST PREFIX foo PREFIX bar",
                "CLIENT TRACKING ON BCAST PREFIX foobar",
                "CLIENT TRACKING ON BCAST PREFIX f",
                "CLIENT TRACKING ON BCAST PREFIX foo",
                "CLIENT TRACKING OFF",
                "CLIENT TRACKING ON BCAST PREFIX foobar",
                "CLIENT TRACKINGINFO");
    }

    @Test
    void changedKeysAreInvalidatedOnce() {
        play(
                "1 CLIENT TRACKING ON",
                "1 GET a",
                "1 MGET b c",
                "0 SET a 1",
                "0 SET a 2",
                "0 MSET b 1 c 2 d 3",
                "1 GET a",
                "0 DEL a");
        play(
                "1 CLIENT TRACKING ON",
                "0 RPUSH l a",
                "1 LRANGE l 0 -1",
                "1 LLEN l",
                "0 RPUSH l b",
                "1 TTL l",
                "0 EXPIRE l 100",
                "1 EXISTS l m",
                "0 SET m x");
        play("1 CLIENT TRACKING ON", "1 GET a", "1 CLIENT TRACKING OFF", "0 SET a 1");
        play(
                "1 CLIENT TRACKING ON",
                "1 SET a 1",
                "0 SET a 2",
                "1 GET a",
                "0 RENAME a b",
                "1 GET b",
                "0 COPY b a",
                "0 FLUSHDB");
    }

    @Test
    void severalClients() {
        play(
                "1 CLIENT TRACKING ON",
                "2 CLIENT TRACKING ON",
                "3 CLIENT TRACKING ON",
                "1 GET k",
                "2 GET k",
                "3 GET other",
                "0 SET k 1",
                "0 SET other 1");
    }

    @Test
    void noLoop() {
        play("1 CLIENT TRACKING ON NOLOOP", "1 GET k", "1 SET k 1", "0 SET k 2", "1 GET k", "0 SET k 3");
        play("1 CLIENT TRACKING ON BCAST NOLOOP", "1 SET k 1", "0 SET k 2", "1 SET j 3", "0 SET i 3");
    }

    @Test
    void optIn() {
        play("1 CLIENT TRACKING ON OPTIN", "1 GET a", "0 SET a 1", "1 CLIENT CACHING YES", "0 PING", "0 SET a 2");
        play("1 CLIENT TRACKING ON OPTIN", "1 MULTI", "1 GET a", "1 EXEC", "0 SET a 1");
    }

    @Test
    void optOut() {
        play(
                "1 CLIENT TRACKING ON OPTOUT",
                "1 GET a",
                "0 SET a 1",
                "1 CLIENT CACHING NO",
                "0 SET a 2",
                "1 GET b",
                "0 SET b 2");
    }

    @Test
    void cachingHoldsForAWholeTransaction() {
        for (String mode : new String[] {"OPTIN", "OPTOUT"}) {
            compare(
                    "CLIENT TRACKING ON " + mode,
                    "CLIENT CACHING " + (mode.equals("OPTIN") ? "YES" : "NO"),
                    "MULTI",
                    "GET a",
                    "CLIENT TRACKINGINFO",
                    "GET b",
                    "EXEC",
                    "CLIENT TRACKINGINFO");
        }
    }

    @Test
    void broadcasting() {
        play("1 CLIENT TRACKING ON BCAST", "0 SET a 1", "0 SET b 1", "0 DEL a", "1 GET b", "0 MSET x 1 y 2");
        play(
                "1 CLIENT TRACKING ON BCAST PREFIX user: PREFIX item:",
                "2 CLIENT TRACKING ON BCAST PREFIX user:1",
                "0 SET user:1 a",
                "0 SET user:2 b",
                "0 SET item:1 c",
                "0 SET other d",
                "0 FLUSHALL");
        play(
                "1 CLIENT TRACKING ON BCAST PREFIX a",
                "1 CLIENT TRACKING ON BCAST PREFIX b",
                "0 SET a1 1",
                "0 SET b1 1",
                "1 CLIENT TRACKING OFF",
                "0 SET a1 2");
        play("1 CLIENT TRACKING ON BCAST", "0 MULTI", "0 SET a 1", "0 SET b 2", "0 SET a 3", "0 EXEC");
    }

    @Test
    void flushing() {
        play(
                "1 CLIENT TRACKING ON",
                "1 GET a",
                "2 CLIENT TRACKING ON BCAST PREFIX x",
                "0 FLUSHDB",
                "0 SET a 1",
                "1 GET a",
                "0 FLUSHALL",
                "0 SELECT 5",
                "0 FLUSHDB");
    }

    @Test
    void redirection() {
        play(
                "2 SUBSCRIBE __redis__:invalidate",
                "1 CLIENT TRACKING ON REDIRECT ID2",
                "1 CLIENT GETREDIR",
                "1 CLIENT TRACKINGINFO",
                "1 GET a",
                "0 SET a 1",
                "1 GET a",
                "1 GET b",
                "0 MSET a 1 b 2",
                "0 FLUSHALL");
        play("2 PING", "1 CLIENT TRACKING ON REDIRECT ID2", "1 GET a", "0 SET a 1");
        play("2 SUBSCRIBE other", "1 CLIENT TRACKING ON BCAST REDIRECT ID2", "0 SET a 1", "0 FLUSHALL");
        play("1 CLIENT TRACKING ON REDIRECT ID1", "1 GET a", "0 SET a 1");
        play("1 CLIENT TRACKING ON REDIRECT ID2 REDIRECT ID3");
    }

    @Test
    void expiredKeys() {
        play(
                "0 DEBUG SET-ACTIVE-EXPIRE 0",
                "1 CLIENT TRACKING ON",
                "0 SET k v PX 60000",
                "1 GET k",
                "0 PEXPIREAT k 1",
                "0 GET k",
                "0 DEBUG SET-ACTIVE-EXPIRE 1");
    }

    @Test
    void readsByOtherKindsOfCommands() {
        play(
                "1 CLIENT TRACKING ON",
                "1 STRLEN a",
                "1 TYPE b",
                "1 OBJECT ENCODING c",
                "1 SCAN 0",
                "1 KEYS *",
                "1 SUNION d e",
                "1 XLEN f",
                "1 BITFIELD_RO g GET u1 0",
                "1 BITFIELD h GET u1 0",
                "0 SET a 1",
                "0 SET b 1",
                "0 SET c 1",
                "0 SET d 1",
                "0 SET e 1",
                "0 SET f 1",
                "0 SET g 1",
                "0 SET h 1");
    }

    @Test
    void replyOff() {
        play("1 CLIENT TRACKING ON", "1 GET a", "1! CLIENT REPLY OFF", "0 SET a 1");
    }
}
