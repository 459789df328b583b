package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that mean harm: the server answers an error and goes on. */
class HostileScriptIT {
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.startWithOptions("-Xmx256m", "busy-reply-threshold 50");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[][] eval(String script) {
        return new byte[][] {
            "EVAL".getBytes(StandardCharsets.US_ASCII),
            script.getBytes(StandardCharsets.ISO_8859_1),
            "0".getBytes(StandardCharsets.US_ASCII)
        };
    }

    private static String run(String script) {
        try (RespConnection client = server.connect()) {
            String reply = CommandLine.show(client.call(eval(script)));
            assertEquals("+PONG\\r\\n", client.ask("PING"));
            return reply;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "for i = 1, math.huge do end",
                "repeat until false",
                "local function f() return f() end return f()",
                "while true do pcall(function() while true do end end) end",
                "while true do pcall(error, 'x') end",
                "local c = coroutine.wrap(function() while true do end end) c()",
                "while true do coroutine.wrap(function() coroutine.yield() end)() end",
                "return string.find(string.rep('a', 30), string.rep('a-', 30) .. 'b')",
                "return string.find(string.rep('a', 100000), '.-.-.-.-b')",
                "while true do redis.call('ping') end",
                "while true do redis.pcall('nosuch') end",
                "local t = setmetatable({}, {__index = function(t, k) return k end}) while t.x do end",
                "while true do local t = {} for i = 1, 100 do t[i] = i end table.sort(t) end",
                "while true do loadstring('return 1')() end",
                "local s = string.rep('x', 100000) while true do s:gsub('x', 'y') end"
            })
    void whatNeverEndsIsKilled(String script) {
        try (RespConnection victim = server.connect();
                RespConnection other = server.connect()) {
            victim.send(RespConnection.encode(eval(script)));
            server.await("BUSY", () -> other.ask("PING").startsWith("-BUSY "));
            assertEquals("+OK\\r\\n", other.ask("SCRIPT KILL"));
            String reply = CommandLine.show(victim.reply());
            assertTrue(reply.startsWith("-ERR Script killed by user with SCRIPT KILL... script: "), reply);
            assertEquals("+PONG\\r\\n", other.ask("PING"));
            assertEquals("+PONG\\r\\n", victim.ask("PING"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return string.rep('x', 1e9)",
                "local s = 'x' while true do s = s .. s end",
                "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1000) .. i end",
                "local t = {} while true do t = {t, t, {}, {}} end",
                "local t = {} for i = 1, 1e9 do t[#t + 1] = {i} end",
                "local t = {} for i = 1, 1e9 do t[i] = function() return i end end",
                "local t = {} for i = 1, 30 do t[i] = string.rep('x', 20000000) end return table.concat(t)",
                "local s = string.rep('x', 1000000) return (s:gsub('x', s))",
                "return string.format('%s', string.rep('x', 1e9))",
                "local t = {} for i = 1, 1e9 do t[i] = coroutine.create(function() end) end"
            })
    void whatFillsTheHeapIsRefused(String script) {
        String reply = run(script);
        assertTrue(reply.contains("not enough memory"), reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local function f() return 1 + f() end return f()",
                "local function f() f() f() end f()",
                "local t = {} setmetatable(t, {__index = function(t, k) return t[k] end}) return t.x",
                "local t = {} setmetatable(t, {__newindex = function(t, k, v) t[k] = v end}) t.x = 1",
                "local t = {} setmetatable(t, {__call = function(t) return t() end}) return 1 + t()",
                "local t = {} setmetatable(t, {__tostring = function(t) return tostring(t) end}) return tostring(t)",
                "local function f(x) return string.gsub('x', 'x', f) end return f('x')",
                "local f f = function() local t = {1, 2} table.sort(t, f) return true end f()",
                "local function f() return coroutine.wrap(f)() end return f()",
                "local t = {} setmetatable(t, {__index = t}) return t.x"
            })
    void whatRecursesForEverIsRefused(String script) {
        String reply = run(script);
        assertTrue(reply.startsWith("-ERR "), reply);
        assertTrue(reply.contains("overflow") || reply.contains("loop") || reply.contains("stack"), reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return luajava",
                "return java",
                "return io.open('/etc/passwd')",
                "return os.execute('true')",
                "return require('os')",
                "return dofile('/etc/passwd')",
                "return package.loaded",
                "return debug.getinfo(1)",
                "return redis.call.class",
                "return ('x').getClass()",
                "return cjson.null.class",
                "return coroutine.create(function() end).state",
                "return getmetatable(redis.call).x",
                "_G.redis = nil",
                "string.format = nil",
                "getmetatable('').__index = nil",
                "setmetatable(_G, {})",
                "rawset(_G, 'x', 1)",
                "table.insert(string, 1)",
                "setfenv(0, {}) foo = 1",
                "getmetatable(_G).__index = function() end",
                "return loadstring('\\27Lua')()"
            })
    void nothingLeadsOutOfTheSandbox(String script) {
        String reply = run(script);
        assertTrue(reply.startsWith("-ERR "), reply);
    }

    @Test
    void nothingIsLeftForTheNextScript() {
        run("local e = getfenv(1) KEYS.x = 1 ARGV.y = 2 cjson.decode('[1]')");
        run("setfenv(1, {}) x = 1");
        assertTrue(run("return x").startsWith("-ERR "));
        assertEquals("*2\\r\\n:0\\r\\n:0\\r\\n", run("return {#KEYS, #ARGV}"));
        assertEquals("$-1\\r\\n", run("return KEYS.x"));
    }

    @Test
    void endlessLoadingOfALibraryEnds() {
        try (RespConnection client = server.connect()) {
            assertEquals(
                    "-ERR Error registering functions: ERR FUNCTION LOAD timeout\\r\\n",
                    client.ask("FUNCTION LOAD \"#!lua name=a\\nwhile true do end\""));
        }
    }

    @Test
    void deepTextsAreRefused() {
        assertTrue(run("return " + "(".repeat(100_000)).startsWith("-ERR Error compiling script"));
        assertTrue(run("return " + "{".repeat(100_000)).startsWith("-ERR Error compiling script"));
        assertTrue(run("return " + "a.".repeat(100_000)).startsWith("-ERR Error compiling script"));
        assertTrue(run("local a = " + "'x'..".repeat(5_000) + "'x'").startsWith("-ERR Error compiling script"));
    }
}
