package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** Transactions, as far as one connection can tell. */
class TransactionOracleIT extends OracleTest {
    @Test
    void queuedCommandsRunInOrder() {
        compare("MULTI", "SET k 1", "INCR k", "GET k", "EXEC", "GET k", "MULTI", "EXEC");
    }

    @Test
    void withoutMulti() {
        compare("EXEC", "DISCARD", "UNWATCH", "MULTI x", "EXEC x", "DISCARD x", "UNWATCH x", "WATCH");
    }

    @Test
    void discardForgets() {
        compare("SET k 1", "MULTI", "SET k 2", "DISCARD", "GET k", "EXEC");
    }

    @Test
    void nothingIsQueuedWithoutRoom() {
        compare(
                "SET k 1",
                "CONFIG SET maxmemory 1",
                "MULTI",
                "GET k",
                "EXEC",
                "MULTI",
                "DISCARD",
                "MULTI",
                "EVAL \"return 1\" 0",
                "PING",
                "EXEC",
                "CONFIG SET maxmemory 0",
                "MULTI",
                "GET k",
                "EXEC");
    }

    @Test
    void scriptsThatSayWhatTheyDoAreRefusedAsCommandsAre() {
        String writes = "EVAL \"#!lua\\nreturn 1\" 0";
        String reads = "EVAL \"#!lua flags=no-writes\\nreturn 1\" 0";
        String takesAll = "EVAL \"#!lua flags=allow-oom\\nreturn 1\" 0";
        String sha = "EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0";
        compare(
                "FUNCTION LOAD \"#!lua name=l\\nredis.register_function('f', function() return 1 end)"
                        + " redis.register_function{function_name='r', callback=function() return 2 end,"
                        + " flags={'no-writes'}}\"",
                "CONFIG SET maxmemory 1",
                writes,
                reads,
                takesAll,
                sha,
                "EVAL_RO \"#!lua\\nreturn 1\" 0",
                "EVAL \"#!lua flags=none\\nreturn 1\" 0",
                "FCALL f 0",
                "FCALL_RO r 0",
                "FCALL missing 0",
                "CONFIG SET maxmemory 0",
                "CONFIG SET min-replicas-to-write 1",
                writes,
                reads,
                "FCALL f 0",
                "MULTI",
                reads,
                writes,
                "EXEC",
                "MULTI",
                "FCALL r 0",
                "FCALL f 0",
                "EXEC",
                "CONFIG SET min-replicas-to-write 0",
                "MULTI",
                writes,
                "FCALL f 0",
                "EXEC",
                "FUNCTION FLUSH");
    }

    @Test
    void nesting() {
        compare("MULTI", "MULTI", "SET k 1", "WATCH k", "UNWATCH", "EXEC", "GET k");
    }

    @Test
    void errorsWhileQueueingSpoilIt() {
        compare("MULTI", "SET k", "SET k 1", "EXEC", "GET k", "MULTI", "NOSUCH", "EXEC");
        compare("MULTI", "CLIENT NOSUCH", "PING", "EXEC", "MULTI", "SET k 1", "EXEC", "GET k");
    }

    @Test
    void errorsWhileRunningDoNot() {
        compare("SET k text", "MULTI", "INCR k", "SET k 1", "INCR k", "RESTORE x 0 bad", "EXEC", "GET k");
    }

    @Test
    void refusedExecEndsIt() {
        compare("MULTI", "SET k 1", "EXEC x", "EXEC", "GET k", "MULTI", "PING", "EXEC");
    }

    @Test
    void watchedKeyThatChanged() {
        compare("SET k 1", "WATCH k", "SET k 2", "MULTI", "PING", "EXEC", "GET k", "MULTI", "PING", "EXEC");
    }

    @Test
    void watchedKeyThatStayed() {
        compare("SET k 1", "WATCH k", "GET k", "SET other 2", "MULTI", "PING", "EXEC");
        compare("WATCH missing", "DEL missing", "EXPIRE missing 10", "MULTI", "PING", "EXEC");
    }

    @Test
    void unwatchForgets() {
        compare("SET k 1", "WATCH k", "SET k 2", "UNWATCH", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "SET k 2", "MULTI", "DISCARD", "MULTI", "PING", "EXEC");
    }

    @Test
    void watchingTwiceIsWatchingOnce() {
        compare("WATCH a b a", "WATCH b", "SET b 1", "MULTI", "PING", "EXEC", "SET b 2", "MULTI", "PING", "EXEC");
    }

    @Test
    void everyKindOfChangeIsSeen() {
        compare("SET k 1", "WATCH k", "EXPIRE k 1000", "MULTI", "PING", "EXEC");
        compare("SET k 1 EX 100", "WATCH k", "PERSIST k", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "DEL k", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "RENAME k l", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH l", "RENAME k l", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH l", "COPY k l", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "COPY k l", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "MOVE k 1", "MULTI", "PING", "EXEC");
        compare("SET k 1", "WATCH k", "TOUCH k", "MULTI", "PING", "EXEC");
    }

    @Test
    void watchIsOfOneDatabase() {
        compare("WATCH k", "SELECT 1", "SET k 1", "SELECT 0", "MULTI", "PING", "EXEC");
        compare("SELECT 1", "WATCH k", "SELECT 0", "SET k 1", "MULTI", "PING", "EXEC");
        compare("SELECT 1", "WATCH k", "SET k 1", "SELECT 0", "MULTI", "PING", "EXEC");
    }

    @Test
    void selectInside() {
        compare("MULTI", "SELECT 1", "SET k one", "SELECT 0", "GET k", "EXEC", "SELECT 1", "GET k", "SELECT 99");
    }

    @Test
    void connectionCommandsInside() {
        compare(
                "MULTI",
                "PING",
                "ECHO x",
                "CLIENT SETNAME me",
                "CLIENT GETNAME",
                "HELLO 4",
                "WAIT 1 1000",
                "AUTH default x",
                "EXEC");
    }
}
