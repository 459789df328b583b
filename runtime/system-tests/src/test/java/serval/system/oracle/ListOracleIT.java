package serval.system.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import serval.system.RespConnection;

/** Commands on lists, one connection at a time. */
class ListOracleIT extends OracleTest {
    private static final String LONG = "a-rather-long-element-".repeat(20);

    /** A list of numbers and texts that is small or, with enough elements, large. */
    private static List<String> filled(String key, int elements) {
        List<String> commands = new ArrayList<>();
        StringBuilder push = new StringBuilder("RPUSH " + key);
        for (int i = 0; i < elements; i++) {
            push.append(i % 5 == 0 ? " text" + i % 35 + "-" + "x".repeat(i % 90) : " " + i % 50);
        }
        commands.add(push.toString());
        return commands;
    }

    private void compareBoth(String... commands) {
        for (int elements : new int[] {20, 3000}) {
            List<String> all = filled("l", elements);
            all.addAll(List.of(commands));
            all.add("LRANGE l 0 -1");
            all.add("DEBUG DIGEST-VALUE l");
            compare(all.toArray(String[]::new));
        }
    }

    @Test
    void pushing() {
        compareBoth(
                "RPUSH l a b c",
                "LPUSH l a b c",
                "RPUSH l",
                "LPUSH",
                "RPUSH l \"\"",
                "LPUSH l 007 -0 0 -1 9223372036854775807 9223372036854775808 -9223372036854775808 1e3",
                "LRANGE l 0 12",
                "LPUSHX missing a",
                "RPUSHX missing a b",
                "EXISTS missing",
                "LPUSHX l a b",
                "RPUSHX l a b",
                "LPUSHX l",
                "LPUSH new x y z",
                "LRANGE new 0 -1",
                "SET text v",
                "LPUSH text a",
                "RPUSH text a",
                "LPUSHX text a",
                "RPUSHX text a",
                "LLEN l",
                "LLEN missing",
                "LLEN text",
                "LLEN",
                "LLEN l l",
                "TYPE l",
                "RPUSH l " + LONG + " " + LONG,
                "LPUSH l " + LONG.repeat(30),
                "LINDEX l 0",
                "LINDEX l -1");
    }

    @Test
    void reading() {
        List<String> commands = new ArrayList<>();
        for (String index :
                List.of("0", "-1", "7", "-7", "19", "20", "-20", "-21", "1500", "2999", "3000", "x", "1.5")) {
            commands.add("LINDEX l " + index);
        }
        for (String range : List.of(
                "0 -1",
                "0 0",
                "-1 -1",
                "-3 -1",
                "5 3",
                "3 5",
                "-100 4",
                "10 9999",
                "9999 99999",
                "-5 2990",
                "1400 1700",
                "x 1",
                "1 x",
                "0",
                "-9223372036854775808 9223372036854775807",
                "0 -9223372036854775808")) {
            commands.add("LRANGE l " + range);
        }
        commands.addAll(List.of(
                "LINDEX missing 0",
                "LINDEX missing x",
                "LINDEX l",
                "LRANGE missing 0 -1",
                "LRANGE missing x -1",
                "SET text v",
                "LINDEX text 0",
                "LINDEX text x",
                "LRANGE text 0 -1",
                "LRANGE text x -1"));
        compareBoth(commands.toArray(String[]::new));
    }

    @Test
    void positions() {
        List<String> commands = new ArrayList<>();
        for (String element : List.of("3", "text5-xxxxx", "text0-", "nothing", "03")) {
            for (String options : List.of(
                    "",
                    "RANK 1",
                    "RANK 2",
                    "RANK -1",
                    "RANK -3",
                    "RANK 99999",
                    "COUNT 0",
                    "COUNT 2",
                    "COUNT 3 RANK 2",
                    "COUNT 3 RANK -2",
                    "COUNT 0 RANK -1 MAXLEN 10",
                    "COUNT 0 MAXLEN 0",
                    "MAXLEN 3",
                    "MAXLEN 10",
                    "MAXLEN 99999 RANK -1",
                    "RANK -9223372036854775807")) {
                commands.add("LPOS l " + element + " " + options);
            }
        }
        commands.addAll(List.of(
                "LPOS l 3 RANK 0",
                "LPOS l 3 RANK x",
                "LPOS l 3 RANK",
                "LPOS l 3 COUNT -1",
                "LPOS l 3 COUNT x",
                "LPOS l 3 COUNT",
                "LPOS l 3 MAXLEN -1",
                "LPOS l 3 MAXLEN x",
                "LPOS l 3 NONSENSE 1",
                "LPOS l 3 rank 1 rank 2 count 1 count 0",
                "LPOS l",
                "LPOS missing 3",
                "LPOS missing 3 COUNT 0",
                "LPOS missing 3 RANK 0",
                "SET text v",
                "LPOS text 3",
                "LPOS text 3 RANK 0"));
        compareBoth(commands.toArray(String[]::new));
    }

    @Test
    void changingInBetween() {
        compareBoth(
                "LSET l 0 first",
                "LSET l -1 last",
                "LSET l 7 " + LONG,
                "LSET l -7 12345",
                "LSET l 1500 middle",
                "LSET l 3000 beyond",
                "LSET l -3001 beyond",
                "LSET l x v",
                "LSET l 1",
                "LSET missing 0 v",
                "LSET missing x v",
                "LINSERT l BEFORE last x",
                "LINSERT l after first y",
                "LINSERT l BEFORE first z",
                "LINSERT l AFTER last " + LONG,
                "LINSERT l AFTER 12345 33",
                "LINSERT l BEFORE nothing x",
                "LINSERT l BESIDE last x",
                "LINSERT l AFTER last",
                "LINSERT missing AFTER a b",
                "LINSERT missing BESIDE a b",
                "SET text v",
                "LSET text 0 v",
                "LSET text x v",
                "LINSERT text AFTER a b",
                "LINSERT text BESIDE a b",
                "LREM l 2 3",
                "LREM l -2 3",
                "LREM l 0 4",
                "LREM l 0 nothing",
                "LREM l 1 first",
                "LREM l x first",
                "LREM l 1",
                "LREM l -9223372036854775807 5",
                "LREM missing 1 a",
                "LREM missing x a",
                "LREM text 1 a",
                "LLEN l");
    }

    @Test
    void removing() {
        compareBoth(
                "LPOP l",
                "RPOP l",
                "LPOP l 3",
                "RPOP l 3",
                "LPOP l 0",
                "LPOP l -1",
                "LPOP l x",
                "LPOP l 9223372036854775808",
                "LPOP l 1 2",
                "LPOP",
                "LPOP missing",
                "LPOP missing 3",
                "RPOP missing 0",
                "LPOP missing -1",
                "SET text v",
                "LPOP text",
                "LPOP text 0",
                "RPOP text 2",
                "LPOP text x",
                "LTRIM l 2 -3",
                "LRANGE l 0 -1",
                "LTRIM l x 1",
                "LTRIM l 1 x",
                "LTRIM l 1",
                "LTRIM missing 0 1",
                "LTRIM missing x 1",
                "LTRIM text 0 1",
                "LTRIM l 0 -1",
                "LTRIM l -900 800",
                "LLEN l",
                "LPOP l 1000",
                "EXISTS l",
                "RPUSH l a b c",
                "LTRIM l 5 9",
                "EXISTS l",
                "RPUSH l a b c",
                "LTRIM l 2 1",
                "EXISTS l",
                "RPUSH l a a a",
                "LREM l -5 a",
                "EXISTS l",
                "RPUSH l a b c",
                "RPOP l 9223372036854775807",
                "EXISTS l");
    }

    @Test
    void removingFromSeveral() {
        compareBoth(
                "LMPOP 1 l LEFT",
                "LMPOP 2 missing l RIGHT COUNT 3",
                "LMPOP 2 l missing LEFT count 2",
                "LMPOP 1 missing LEFT",
                "LMPOP 1 l",
                "LMPOP 1 l MIDDLE",
                "LMPOP 0 l LEFT",
                "LMPOP -1 l LEFT",
                "LMPOP x l LEFT",
                "LMPOP 3 l missing LEFT",
                "LMPOP 9223372036854775807 l LEFT",
                "LMPOP 1 l LEFT COUNT",
                "LMPOP 1 l LEFT COUNT 0",
                "LMPOP 1 l LEFT COUNT -1",
                "LMPOP 1 l LEFT COUNT x",
                "LMPOP 1 l LEFT COUNT 1 COUNT 2",
                "LMPOP 1 l LEFT NONSENSE 1",
                "SET text v",
                "LMPOP 2 text l LEFT",
                "LMPOP 2 l text LEFT",
                "LMPOP 1 l RIGHT COUNT 9999",
                "EXISTS l",
                "LMPOP 1 l LEFT COUNT 2",
                "COMMAND GETKEYS LMPOP 2 a b LEFT",
                "COMMAND GETKEYS BLMPOP 1 2 a b LEFT",
                "COMMAND GETKEYS BLPOP a b 3",
                "COMMAND GETKEYS BLMOVE a b LEFT RIGHT 3");
    }

    @Test
    void moving() {
        List<String> commands = new ArrayList<>();
        for (String ends : List.of("LEFT LEFT", "LEFT RIGHT", "RIGHT LEFT", "right right")) {
            commands.add("LMOVE l to " + ends);
            commands.add("LMOVE l l " + ends);
            commands.add("LMOVE to to " + ends);
            commands.add("BLMOVE l to " + ends + " 0.1");
            commands.add("LRANGE to 0 -1");
        }
        commands.addAll(List.of(
                "RPOPLPUSH l to",
                "RPOPLPUSH l l",
                "BRPOPLPUSH l to 1",
                "RPOPLPUSH missing to",
                "RPOPLPUSH missing missing",
                "LMOVE missing to LEFT LEFT",
                "LMOVE missing to LEFT MIDDLE",
                "LMOVE missing to MIDDLE LEFT",
                "LMOVE l to LEFT",
                "SET text v",
                "LMOVE l text LEFT LEFT",
                "LMOVE text l LEFT LEFT",
                "LMOVE text text LEFT LEFT",
                "LMOVE missing text LEFT LEFT",
                "RPOPLPUSH l text",
                "RPOPLPUSH text l",
                "BLMOVE l text LEFT LEFT 1",
                "BLMOVE text l LEFT LEFT 1",
                "BRPOPLPUSH l text 1",
                "DEL to",
                "RPUSH one x",
                "EXPIRE one 1000",
                "LMOVE one one LEFT RIGHT",
                "TTL one",
                "RPOPLPUSH one to",
                "EXISTS one",
                "LRANGE to 0 -1"));
        compareBoth(commands.toArray(String[]::new));
    }

    @Test
    void waitingForWhatIsThere() {
        compareBoth(
                "BLPOP l 0",
                "BRPOP l 0",
                "BLPOP missing l 1.5",
                "BRPOP l missing 1e1",
                "BLMPOP 0 1 l LEFT",
                "BLMPOP 1 2 missing l RIGHT COUNT 3",
                "BLPOP missing 0.01",
                "BRPOP missing missing 0.01",
                "BLMPOP 0.01 1 missing LEFT",
                "BLMOVE missing to LEFT LEFT 0.01",
                "BRPOPLPUSH missing to 0.01",
                "BLPOP l -1",
                "BLPOP l x",
                "BLPOP l inf",
                "BLPOP l 1e400",
                "BLPOP l 9223372036854775807",
                "BLPOP missing -0.5",
                "BLPOP l",
                "BLPOP",
                "BLMPOP x 1 l LEFT",
                "BLMPOP -1 1 l LEFT",
                "BLMPOP 1 0 l LEFT",
                "BLMPOP 1 1 l LEFT COUNT 0",
                "BLMPOP 1 1 l MIDDLE",
                "BLMPOP 1 2 l LEFT",
                "BLMPOP 1 1 l LEFT COUNT 1 x",
                "BLMPOP x 0 l LEFT",
                "BLMOVE l to LEFT LEFT x",
                "BLMOVE l to LEFT LEFT -1",
                "BLMOVE l to LEFT x 1",
                "BLMOVE missing to LEFT LEFT -1",
                "BRPOPLPUSH l to x",
                "BRPOPLPUSH missing to -1",
                "SET text v",
                "BLPOP text 0",
                "BLPOP missing text l 0",
                "BLPOP l text 0",
                "BLMPOP 0 2 text l LEFT",
                "BLMOVE missing text LEFT LEFT 0.01");
    }

    @Test
    void transactionsDoNotWait() {
        compare(
                "MULTI",
                "BLPOP a 0",
                "BRPOP a b 0",
                "BLMPOP 0 1 a LEFT",
                "BLMOVE a b LEFT LEFT 0",
                "BRPOPLPUSH a b 0",
                "RPUSH a 1 2 3",
                "BLPOP a 0",
                "BLMOVE a b LEFT LEFT 0",
                "BLPOP b 0",
                "BLMPOP 0 1 a LEFT COUNT 5",
                "BLPOP a 0",
                "EXEC",
                "KEYS *");
    }

    /** INFO's count of changes, by which snapshots are due. */
    @Test
    void changesAreCounted() {
        try (RespConnection ours = SERVERS.serval().connect();
                RespConnection theirs = SERVERS.redis().connect()) {
            ours.call("FLUSHALL");
            theirs.call("FLUSHALL");
            for (String command : List.of(
                    "RPUSH l a b c d e f g h",
                    "LPUSH l x",
                    "LPOP l 2",
                    "LMOVE l m LEFT LEFT",
                    "LTRIM l 1 2",
                    "LTRIM l 0 -1",
                    "LREM l 0 nothing",
                    "LREM l 0 e",
                    "LSET l 0 f",
                    "LINSERT l BEFORE nothing x",
                    "LINSERT l BEFORE f x",
                    "LMPOP 1 l LEFT COUNT 9",
                    "LTRIM m 5 5",
                    "LTRIM m 5 5")) {
                assertEquals(changes(theirs, command), changes(ours, command), command);
            }
        }
    }

    private static int changes(RespConnection connection, String command) {
        int before = changes(connection);
        connection.call(command);
        return changes(connection) - before;
    }

    private static int changes(RespConnection connection) {
        String info = connection.ask("INFO persistence");
        int from = info.indexOf("rdb_changes_since_last_save:") + "rdb_changes_since_last_save:".length();
        return Integer.parseInt(info.substring(from, info.indexOf("\\r", from)));
    }

    @Test
    void survivingCopiesAndReloads() {
        compareBoth(
                "COPY l m",
                "LPUSH m x",
                "DEBUG DIGEST-VALUE m",
                "DEBUG RELOAD",
                "DEBUG DIGEST-VALUE l m",
                "DEBUG DIGEST",
                "RENAME m n",
                "MOVE n 1",
                "LLEN n",
                "RPUSH e \"\"",
                "DEBUG RELOAD",
                "LRANGE e 0 -1");
    }

    @Test
    void limits() {
        List<String> commands = new ArrayList<>();
        for (String limit : List.of("3", "1", "0", "-1", "-5", "128", "-2")) {
            commands.add("CONFIG SET list-max-listpack-size " + limit);
            commands.add("DEL l");
            commands.addAll(filled("l", 300));
            commands.addAll(List.of(
                    "LINSERT l BEFORE 7 new",
                    "LSET l 100 " + LONG,
                    "LREM l 0 3",
                    "LTRIM l 10 -10",
                    "LINDEX l 120",
                    "LPOS l 4 RANK -2",
                    "DEBUG RELOAD",
                    "LRANGE l 0 -1"));
        }
        commands.addAll(List.of(
                "CONFIG SET list-max-ziplist-size 5",
                "CONFIG GET list-max-listpack-size",
                "CONFIG GET list-max-ziplist-size",
                "CONFIG SET list-max-listpack-size x",
                "CONFIG SET list-compress-depth 1",
                "CONFIG GET list-compress-depth",
                "CONFIG SET list-compress-depth -1",
                "CONFIG SET list-compress-depth 0",
                "CONFIG SET list-max-listpack-size -2"));
        compare(commands.toArray(String[]::new));
    }
}
