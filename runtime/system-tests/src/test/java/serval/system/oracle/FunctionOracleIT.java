package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** FUNCTION and FCALL: every option and every error. */
class FunctionOracleIT extends OracleTest {
    private static String load(String options, String code) {
        return "FUNCTION LOAD " + options + " \"" + code + "\"";
    }

    @Test
    void libraries() {
        compare(
                "FUNCTION FLUSH",
                load("", "x"),
                load("", "#!lua"),
                load("", "#!lua\\nx"),
                load("", "#!lua name=a\\n"),
                load("", "#!lua name=a\\nreturn 1"),
                load("", "#!lua name=a\\nx x"),
                load("", "#!lua name=a b=c\\nreturn 1"),
                load("", "#!js name=a\\nx"),
                load("", "#!lua name=a-b\\nx"),
                load("", "#!lua name=\\nx"),
                load("", "#!lua name=a name=b\\nx"),
                load("", "#!lua name=a\\nredis.register_function('f', function(k, a) return {k, a} end)"),
                load("", "#!lua name=a\\nredis.register_function('f', function(k, a) return {k, a} end)"),
                load("", "#!lua name=b\\nredis.register_function('f', function(k, a) return {k, a} end)"),
                load("REPLACE", "#!lua name=a\\nredis.register_function('f', function(k, a) return {a, k} end)"),
                load("REPLAC", "x"),
                "FUNCTION LOAD",
                "FUNCTION LOAD a b c",
                "FCALL f 1 a b",
                "FCALL_RO f 0",
                "FCALL nosuch 0",
                "FCALL f",
                "FCALL f x",
                "FCALL f -1",
                "FCALL f 3 a",
                "FUNCTION LIST",
                "FUNCTION LIST WITHCODE",
                "FUNCTION LIST LIBRARYNAME a*",
                "FUNCTION LIST LIBRARYNAME x*",
                "FUNCTION LIST LIBRARYNAME A WITHCODE",
                "FUNCTION LIST WITHCODE WITHCODE",
                "FUNCTION LIST LIBRARYNAME",
                "FUNCTION LIST x",
                "FUNCTION STATS",
                "FUNCTION DELETE nosuch",
                "FUNCTION DELETE a",
                "FCALL f 0",
                "FUNCTION DELETE",
                "FUNCTION KILL",
                "FUNCTION HELP",
                "FUNCTION NOSUCH",
                "FUNCTION FLUSH x",
                "FUNCTION FLUSH SYNC x",
                "FUNCTION FLUSH SYNC",
                "FUNCTION FLUSH ASYNC");
    }

    @Test
    void registering() {
        String function = "callback=function() return 1 end";
        compare(
                "FUNCTION FLUSH",
                load("", "#!lua name=a\\nredis.register_function()"),
                load("", "#!lua name=a\\nredis.register_function('f')"),
                load("", "#!lua name=a\\nredis.register_function('f', 1)"),
                load("", "#!lua name=a\\nredis.register_function({}, function() end)"),
                load("", "#!lua name=a\\nredis.register_function('f', function() end, 1)"),
                load("", "#!lua name=a\\nredis.register_function('f-g', function() end)"),
                load(
                        "",
                        "#!lua name=a\\nredis.register_function('f', function() end)"
                                + " redis.register_function('f', function() end)"),
                load("", "#!lua name=a\\nredis.register_function{}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f'}"),
                load("", "#!lua name=a\\nredis.register_function{function_name={}}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', callback=1}"),
                load("", "#!lua name=a\\nredis.register_function{" + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', description={}, " + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', flags=1, " + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', flags={'x'}, " + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', flags={1}, " + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{function_name='f', x=1, " + function + "}"),
                load("", "#!lua name=a\\nredis.register_function{1}"),
                load("", "#!lua name=a\\nerror('x')"),
                load("", "#!lua name=a\\nlocal t = nil; t.x = 1"),
                load("", "#!lua name=a\\nredis.call('get', 'a')"),
                load("", "#!lua name=a\\nreturn math.random()"),
                load("", "#!lua name=a\\nx = 1"),
                load("", "#!lua name=a\\nredis.x = 1"),
                "FUNCTION LIST",
                load(
                        "",
                        "#!lua name=a\\nredis.register_function{function_name='f', description='what it does', flags={'no-writes',"
                                + " 'allow-stale', 'allow-oom', 'no-cluster', 'allow-cross-slot-keys'}, "
                                + function + "}"),
                "FUNCTION LIST",
                "FCALL f 0",
                "FCALL_RO f 0");
    }

    @Test
    void running() {
        compare(
                "FUNCTION FLUSH",
                load(
                        "",
                        "#!lua name=a\\nlocal n = 0\\nlocal function add(by) n = n + by return n end\\n"
                                + "redis.register_function('count', function() return add(1) end)\\n"
                                + "redis.register_function('set', function(k, a) return redis.call('set', k[1], a[1]) end)\\n"
                                + "redis.register_function{function_name='ro', flags={'no-writes'}, callback=function(k) return"
                                + " redis.call('set', k[1], 1) end}\\n"
                                + "redis.register_function('missing', function() return foo end)\\n"
                                + "redis.register_function('global', function() foo = 1 end)\\n"
                                + "redis.register_function('keys', function() return KEYS end)\\n"
                                + "redis.register_function('register', function() redis.register_function('a', function() end) end)\\n"
                                + "redis.register_function('raise', function() error('boom') end)\\n"
                                + "redis.register_function('command', function() return redis.call('nosuch') end)\\n"),
                "FCALL count 0",
                "FCALL count 0",
                "FCALL set 1 k v",
                "GET k",
                "FCALL_RO set 1 k v",
                "FCALL ro 1 k",
                "FCALL_RO ro 1 k",
                "FCALL missing 0",
                "FCALL global 0",
                "FCALL keys 0",
                "FCALL register 0",
                "FCALL raise 0",
                "FCALL command 0",
                "MULTI",
                "FCALL count 0",
                "FCALL set 1 k w",
                "GET k",
                "EXEC",
                "FUNCTION STATS",
                "FUNCTION FLUSH");
    }

    @Test
    void payloads() {
        compare(
                "FUNCTION FLUSH",
                "FUNCTION RESTORE abc",
                "FUNCTION RESTORE \"\"",
                "FUNCTION RESTORE abc x",
                "FUNCTION RESTORE",
                "FUNCTION RESTORE a FLUSH x");
    }
}
