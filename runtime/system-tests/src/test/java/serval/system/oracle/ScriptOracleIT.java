package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** EVAL, EVALSHA, SCRIPT: every option and every error. */
class ScriptOracleIT extends OracleTest {
    private static final String SHA = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

    @Test
    void numbersOfKeys() {
        compare(
                "EVAL \"return 1\"",
                "EVAL \"return 1\" a",
                "EVAL \"return 1\" -1",
                "EVAL \"return 1\" 3 a",
                "EVAL \"return {KEYS, ARGV}\" 0",
                "EVAL \"return {KEYS, ARGV}\" 2 a b c d",
                "EVAL \"return {KEYS[1], ARGV[1], #KEYS, #ARGV}\" 1 a b c",
                "EVAL_RO \"return {KEYS, ARGV}\" 1 a b",
                "EVALSHA abc 0",
                "EVALSHA " + SHA,
                "EVALSHA " + SHA + " x",
                "EVALSHA_RO abc 0");
    }

    @Test
    void scriptsAreKnownByTheirDigest() {
        compare(
                "SCRIPT FLUSH",
                "EVALSHA " + SHA + " 0",
                "SCRIPT EXISTS " + SHA + " x",
                "SCRIPT LOAD \"return 1\"",
                "SCRIPT EXISTS " + SHA + " x",
                "EVALSHA " + SHA + " 0",
                "EVALSHA E0E1F9FABFC9D4800C877A703B823AC0578FF8DB 0",
                "EVALSHA_RO " + SHA + " 0",
                "SCRIPT FLUSH SYNC",
                "EVALSHA " + SHA + " 0",
                "EVAL \"return 1\" 0",
                "EVALSHA " + SHA + " 0",
                "SCRIPT FLUSH ASYNC",
                "SCRIPT EXISTS " + SHA,
                "SCRIPT FLUSH x",
                "SCRIPT FLUSH SYNC x",
                "SCRIPT LOAD",
                "SCRIPT LOAD \"return x x\"",
                "SCRIPT LOAD a b",
                "SCRIPT EXISTS",
                "SCRIPT KILL",
                "SCRIPT DEBUG no",
                "SCRIPT HELP",
                "SCRIPT NOSUCH",
                "SCRIPT");
    }

    @Test
    void withTooFewReplicasNothingIsWritten() {
        compare(
                "SET k v",
                "CONFIG SET min-replicas-to-write 1",
                "CONFIG GET min-slaves-to-write",
                "CONFIG GET min-slaves-max-lag",
                "SET k w",
                "GET k",
                "PING",
                "EVAL \"return redis.call('set', 'k', 'w')\" 1 k",
                "EVAL \"return redis.pcall('set', 'k', 'w').err\" 1 k",
                "EVAL \"return redis.call('get', 'k')\" 1 k",
                "EVAL_RO \"return redis.call('set', 'k', 'w')\" 1 k",
                "EVAL \"#!lua\\nreturn 1\" 0",
                "EVAL_RO \"#!lua\\nreturn 1\" 0",
                "EVAL \"#!lua flags=allow-oom,allow-stale\\nreturn 1\" 0",
                "EVAL \"#!lua flags=no-writes\\nreturn redis.call('get', 'k')\" 1 k",
                "EVAL \"#!lua flags=no-writes\\nreturn redis.call('set', 'k', 'w')\" 1 k",
                "FUNCTION FLUSH",
                "SCRIPT LOAD \"return 1\"",
                "MULTI",
                "SET k w",
                "EXEC",
                "CONFIG SET min-replicas-max-lag 0",
                "SET k w",
                "CONFIG SET min-replicas-max-lag 10",
                "MULTI",
                "GET k",
                "EXEC",
                "CONFIG SET min-slaves-to-write 0",
                "SET k v");
    }

    @Test
    void whetherAUserMayRunACommand() {
        compare(
                "EVAL \"return redis.acl_check_cmd('set', 'xx', 1)\" 0",
                "EVAL \"return redis.acl_check_cmd('set')\" 0",
                "EVAL \"return redis.acl_check_cmd('client')\" 0",
                "EVAL \"return redis.acl_check_cmd('client', 'id')\" 0",
                "EVAL \"return redis.acl_check_cmd('client', 'nosuch')\" 0",
                "EVAL \"return redis.acl_check_cmd('client|id')\" 0",
                "EVAL \"return redis.acl_check_cmd(12)\" 0",
                "EVAL \"return redis.acl_check_cmd('')\" 0",
                "EVAL \"return tostring(redis.acl_check_cmd('shutdown'))\" 0",
                "EVAL \"local ok, e = pcall(redis.acl_check_cmd, 'nosuch') return {type(e), tostring(ok), type(e) == 'table' and e.err or e}\" 0");
    }

    @Test
    void firstLines() {
        compare(
                "EVAL \"#!lua\\nreturn 1\" 0",
                "EVAL \"#!lua\" 0",
                "EVAL \"#!\\nreturn 1\" 0",
                "EVAL \"#!js\\nreturn 1\" 0",
                "EVAL \"#!lua x\\nreturn 1\" 0",
                "EVAL \"#!lua name=x\\nreturn 1\" 0",
                "EVAL \"#!lua flags=\\nreturn 1\" 0",
                "EVAL \"#!lua flags=x\\nreturn 1\" 0",
                "EVAL \"#!lua flags=no-writes,x\\nreturn 1\" 0",
                "EVAL \"#!lua flags=no-writes,allow-oom,allow-stale,no-cluster\\nreturn 1\" 0",
                "EVAL \"#!lua flags=no-writes\\nreturn redis.call('set','k','v')\" 0",
                "EVAL \"#!lua flags=no-writes\\nreturn redis.pcall('set','k','v').err\" 0",
                "EVAL \"#!lua\\nreturn redis.call('set','k','v')\" 0",
                "EVAL_RO \"#!lua\\nreturn 1\" 0",
                "EVAL_RO \"#!lua flags=no-writes\\nreturn 1\" 0",
                "EVAL_RO \"return redis.call('set','k','v')\" 0",
                "EVAL_RO \"return redis.call('get','k')\" 0",
                "EVAL \"#!lua\\n\\nerror('line 3')\" 0");
    }

    @Test
    void inTransactions() {
        compare(
                "MULTI",
                "EVAL \"return redis.call('incr', KEYS[1])\" 1 n",
                "EVALSHA " + SHA + " 0",
                "GET n",
                "EXEC",
                "WATCH n",
                "EVAL \"return redis.call('incr', KEYS[1])\" 1 n",
                "MULTI",
                "GET n",
                "EXEC",
                "WATCH n",
                "EVAL \"return redis.call('get', KEYS[1])\" 1 n",
                "MULTI",
                "GET n",
                "EXEC");
    }

    @Test
    void namesOfKeys() {
        compare(
                "COMMAND GETKEYS EVAL \"return 1\" 2 a b c",
                "COMMAND GETKEYS EVALSHA abc 1 a b",
                "COMMAND GETKEYS FCALL f 1 a b",
                "COMMAND GETKEYS EVAL \"return 1\" 0",
                "COMMAND GETKEYS EVAL_RO \"return 1\" 1 k");
    }

    @Test
    void databasesAreThoseOfTheCaller() {
        compare(
                "SELECT 3",
                "EVAL \"redis.call('set', 'here', 1) redis.call('select', 4) redis.call('set', 'there', 2)\" 0",
                "GET here",
                "GET there",
                "SELECT 4",
                "GET there",
                "SELECT 0");
    }
}
