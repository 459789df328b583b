package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** Notifications of key events: which events there are, their names, their order. */
class NotificationOracleIT extends OracleTest {
    private static final String SETUP = "0 CONFIG SET notify-keyspace-events ";

    private static void events(String... commands) {
        String[] steps = new String[commands.length + 2];
        steps[0] = SETUP + "KEAmn";
        steps[1] = "1 PSUBSCRIBE __key*@*";
        for (int i = 0; i < commands.length; i++) {
            steps[i + 2] = "0 " + commands[i];
        }
        PushPlay.compare(SERVERS, steps);
    }

    private static void play(String... steps) {
        PushPlay.compare(SERVERS, steps);
    }

    @Test
    void theDirective() {
        compare(
                "CONFIG SET notify-keyspace-events KEA",
                "CONFIG GET notify-keyspace-events",
                "CONFIG SET notify-keyspace-events g$lshzxetdKEm",
                "CONFIG GET notify-keyspace-events",
                "CONFIG SET notify-keyspace-events mK$E",
                "CONFIG GET notify-keyspace-events",
                "CONFIG SET notify-keyspace-events Q",
                "CONFIG GET notify-keyspace-events",
                "CONFIG SET notify-keyspace-events ''",
                "CONFIG GET notify-keyspace-events");
    }

    @Test
    void onlyWhatIsWanted() {
        play(SETUP + "K$", "1 PSUBSCRIBE *", "0 SET k v", "0 EXPIRE k 100", "0 LPUSH l x");
        play(SETUP + "E$g", "1 PSUBSCRIBE *", "0 SET k v EX 100", "0 DEL k", "0 LPUSH l x");
        play(SETUP + "KE", "1 PSUBSCRIBE *", "0 SET k v");
        play(SETUP + "A", "1 PSUBSCRIBE *", "0 SET k v");
        play(SETUP + "Em", "1 PSUBSCRIBE *", "0 GET nothing", "0 EXISTS nothing", "0 SET nothing x", "0 LLEN missing");
    }

    @Test
    void databasesHaveChannelsOfTheirOwn() {
        play(SETUP + "KEA", "1 PSUBSCRIBE __key*@3__:*", "0 SET k v", "0 SELECT 3", "0 SET k v", "0 MOVE k 4");
        play(SETUP + "KEA", "1 SUBSCRIBE __keyspace@0__:k", "0 SET k v", "0 SET other v", "0 DEL k other");
        play(SETUP + "KEA", "1 SUBSCRIBE __keyevent@0__:del", "0 SET k v", "0 DEL k");
    }

    @Test
    void strings() {
        events(
                "SET k v",
                "SET k v EX 10",
                "SET k w KEEPTTL",
                "SETEX k 10 v",
                "PSETEX k 10000 v",
                "SETNX n v",
                "SETNX n w");
        events(
                "GETSET k v",
                "APPEND k x",
                "SETRANGE k 1 yy",
                "SETRANGE z 0 ''",
                "GETDEL k",
                "MSET a 1 b 2",
                "MSETNX a 1 c 3");
        events(
                "MSETNX c 3 d 4",
                "INCR i",
                "INCRBY i 5",
                "DECR i",
                "DECRBY i 2",
                "INCRBYFLOAT f 1.5",
                "GETEX i EX 100",
                "GETEX i PERSIST");
        events(
                "SET k v",
                "SET k w NX",
                "SET k w XX",
                "SET k x GET",
                "SET miss x XX",
                "GETEX k EXAT 1",
                "EXISTS k",
                "LCS k k");
        events(
                "SETBIT b 1 1",
                "BITFIELD b SET u8 0 1",
                "BITFIELD b GET u8 0",
                "BITOP NOT dest b",
                "BITOP AND dest none none",
                "PFADD p a b",
                "PFADD p a",
                "PFMERGE q p",
                "PFCOUNT q");
    }

    @Test
    void generic() {
        events(
                "SET k v",
                "EXPIRE k 100",
                "PEXPIRE k 100000",
                "PERSIST k",
                "PERSIST k",
                "EXPIRE k -1",
                "EXPIREAT miss 100");
        events(
                "SET k v",
                "RENAME k l",
                "SET k2 v",
                "RENAME l k2",
                "RENAMENX k2 k3",
                "COPY k3 k4",
                "COPY k3 k4 REPLACE",
                "UNLINK k3 k4",
                "DEL none");
        events("SET k v", "MOVE k 1", "SELECT 1", "TOUCH k", "DEL k");
        events(
                "RPUSH l 3 1 2",
                "SORT l STORE s",
                "SORT none STORE s",
                "SET k v",
                "RESTORE r 0 '' REPLACE",
                "OBJECT ENCODING k",
                "TYPE none",
                "DUMP none");
        events("SET k v", "FLUSHDB", "SET k v", "FLUSHALL");
    }

    @Test
    void lists() {
        events(
                "LPUSH l a b",
                "RPUSH l c",
                "LPUSHX l d",
                "RPUSHX l e",
                "LPUSHX none x",
                "LINSERT l BEFORE a x",
                "LINSERT l AFTER nope x");
        events(
                "RPUSH l a b c d e f",
                "LSET l 0 z",
                "LREM l 0 b",
                "LREM l 0 none",
                "LTRIM l 0 2",
                "LPOP l",
                "RPOP l 1",
                "LTRIM l 5 9",
                "LPOP l");
        events(
                "RPUSH l a b c",
                "RPOPLPUSH l m",
                "LMOVE l m LEFT RIGHT",
                "LMOVE l l LEFT RIGHT",
                "LMPOP 2 none m LEFT COUNT 5",
                "BLPOP l 1",
                "BLMPOP 1 1 none LEFT");
    }

    @Test
    void sets() {
        events(
                "SADD s a b c",
                "SADD s a",
                "SREM s a",
                "SREM s none",
                "SMOVE s t b",
                "SMOVE s t none",
                "SPOP s",
                "SADD s x",
                "SPOP s 5");
        events(
                "SADD a 1 2 3",
                "SADD b 2 3 4",
                "SINTERSTORE i a b",
                "SUNIONSTORE u a b",
                "SDIFFSTORE d a b",
                "SDIFFSTORE d a a",
                "SINTERSTORE none a miss");
    }

    @Test
    void hashes() {
        events(
                "HSET h f v",
                "HSET h f w g x",
                "HSETNX h f y",
                "HSETNX h n y",
                "HMSET h a 1",
                "HINCRBY h i 1",
                "HINCRBYFLOAT h r 1.5",
                "HDEL h f none",
                "HDEL h g n a i r",
                "HGET none f");
    }

    @Test
    void sortedSets() {
        events(
                "ZADD z 1 a 2 b 3 c",
                "ZADD z 1 a",
                "ZADD z XX CH 5 a",
                "ZADD z INCR 1 b",
                "ZINCRBY z 2 b",
                "ZREM z a none",
                "ZREM z none",
                "ZREMRANGEBYSCORE z 0 1",
                "ZREMRANGEBYRANK z 0 0",
                "ZADD l 0 a 0 b",
                "ZREMRANGEBYLEX l [a [a");
        events(
                "ZADD z 1 a 2 b 3 c 4 d",
                "ZPOPMIN z",
                "ZPOPMAX z 1",
                "ZMPOP 1 z MIN COUNT 9",
                "ZADD a 1 x",
                "ZADD b 2 x 3 y",
                "ZUNIONSTORE u 2 a b",
                "ZINTERSTORE i 2 a b",
                "ZDIFFSTORE d 2 a b",
                "ZDIFFSTORE d 2 a a",
                "ZRANGESTORE r b 0 -1",
                "ZRANGESTORE r none 0 -1",
                "BZPOPMIN b 1");
        events(
                "GEOADD g 13 38 a 15 37 b",
                "GEOSEARCHSTORE h g FROMMEMBER a BYRADIUS 500 km",
                "GEORADIUS g 13 38 1 km STORE x",
                "GEOSEARCHSTORE h g FROMLONLAT 0 0 BYRADIUS 1 m");
    }

    @Test
    void streams() {
        events(
                "XADD s 1-1 f v",
                "XADD s 2-1 f v",
                "XADD s MAXLEN 1 3-1 f v",
                "XDEL s 3-1 9-9",
                "XTRIM s MAXLEN 0",
                "XSETID s 9-9",
                "XGROUP CREATE s g 0",
                "XGROUP CREATECONSUMER s g c",
                "XGROUP CREATECONSUMER s g c");
        events(
                "XGROUP CREATE s g $ MKSTREAM",
                "XADD s 1-1 f v",
                "XREADGROUP GROUP g c COUNT 1 STREAMS s >",
                "XACK s g 1-1",
                "XADD s 2-1 f v",
                "XREADGROUP GROUP g c STREAMS s >",
                "XCLAIM s g d 0 2-1",
                "XAUTOCLAIM s g e 0 0",
                "XGROUP SETID s g 0",
                "XGROUP DELCONSUMER s g c",
                "XGROUP DESTROY s g");
    }

    @Test
    void expiredKeys() {
        events(
                "DEBUG SET-ACTIVE-EXPIRE 0",
                "SET k v PXAT 1",
                "GET k",
                "SET k v",
                "PEXPIREAT k 1",
                "DEBUG SET-ACTIVE-EXPIRE 1");
    }

    @Test
    void inTransactionsInOrder() {
        events("MULTI", "SET a 1", "INCR a", "DEL a", "EXEC");
    }
}
