package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts and functions beyond what one connection can compare with a real server. */
class ScriptIT {
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.start("busy-reply-threshold 50");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void scriptThatWroteCannotBeKilled() {
        try (ServalProcess own = ServalProcess.start("busy-reply-threshold 50");
                RespConnection victim = own.connect();
                RespConnection other = own.connect()) {
            victim.send(
                    RespConnection.encode(CommandLine.split("EVAL \"redis.call('set', 'w', 1) while true do end\" 0")));
            own.await("BUSY", () -> other.ask("GET w").startsWith("-BUSY "));
            assertTrue(other.ask("SCRIPT KILL").startsWith("-UNKILLABLE "));
            assertTrue(other.ask("FUNCTION KILL").startsWith("-BUSY "));
            other.send(RespConnection.encode(CommandLine.split("SHUTDOWN NOSAVE")));
            assertEquals(0, own.awaitExit());
        }
    }

    @Test
    void functionIsKilledByFunctionKill() {
        try (RespConnection victim = server.connect();
                RespConnection other = server.connect()) {
            victim.ask("FUNCTION LOAD REPLACE \"#!lua name=spin\\nredis.register_function('spin', function()"
                    + " while true do end end)\"");
            victim.send(RespConnection.encode(CommandLine.split("FCALL spin 1 a b")));
            server.await("BUSY", () -> other.ask("PING").startsWith("-BUSY "));
            assertEquals(
                    "-BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.\\r\\n",
                    other.ask("SCRIPT KILL"));
            assertTrue(
                    other.ask("FUNCTION STATS")
                            .contains(
                                    "*5\\r\\n$5\\r\\nFCALL\\r\\n$4\\r\\nspin\\r\\n$1\\r\\n1\\r\\n$1\\r\\na\\r\\n$1\\r\\nb\\r\\n"));
            assertEquals("+OK\\r\\n", other.ask("FUNCTION KILL"));
            assertEquals(
                    "-ERR Script killed by user with SCRIPT KILL... script: spin, on @user_function:2.\\r\\n",
                    CommandLine.show(victim.reply()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"continuation", "thread"})
    void coroutineIsKilledInTheMiddle(String means) {
        try (ServalProcess own = ServalProcess.start("busy-reply-threshold 50", "long-calls " + means);
                RespConnection victim = own.connect();
                RespConnection other = own.connect()) {
            victim.send(RespConnection.encode(CommandLine.split(
                    "EVAL \"local n = 0 local c = coroutine.wrap(function() for i = 1, 3e7 do n = n + 1 end"
                            + " coroutine.yield(n) while true do end end) c() redis.call('echo', n) c()\" 0")));
            own.await("BUSY", () -> other.ask("PING").startsWith("-BUSY "));
            assertEquals("+OK\\r\\n", other.ask("SCRIPT KILL"));
            assertTrue(CommandLine.show(victim.reply()).startsWith("-ERR Script killed by user"));
            assertEquals(":1\\r\\n", victim.ask("EVAL \"return coroutine.wrap(function() return 1 end)()\" 0"));
        }
    }

    @Test
    void scriptsRunInsideTheMemoryThatIsAllowed() {
        try (RespConnection client = server.connect()) {
            client.ask("CONFIG SET maxmemory 1");
            try {
                assertTrue(client.ask("EVAL \"return redis.call('set', 'k', 'v')\" 0")
                        .startsWith("-OOM "));
                assertTrue(client.ask("EVAL \"return redis.pcall('set', 'k', 'v')\" 0")
                        .startsWith("-OOM "));
                assertEquals("$-1\\r\\n", client.ask("EVAL \"return redis.call('get', 'k')\" 0"));
                assertEquals(
                        "-OOM command not allowed when used memory > 'maxmemory'.\\r\\n",
                        client.ask("EVAL \"#!lua\\nreturn 1\" 0"));
                assertEquals(
                        "+OK\\r\\n",
                        client.ask("EVAL \"#!lua flags=allow-oom\\nreturn redis.call('set', 'k', 'v')\" 0"));
                assertEquals(":1\\r\\n", client.ask("EVAL \"#!lua flags=no-writes\\nreturn 1\" 0"));
                assertEquals(
                        "+OK\\r\\n",
                        client.ask("EVAL \"redis.call('del', 'x') return redis.call('set', 'k', 'v')\" 0"));
            } finally {
                client.ask("CONFIG SET maxmemory 0");
            }
        }
    }

    @Test
    void librariesGoThroughAPayload() {
        try (RespConnection client = server.connect()) {
            client.ask("FUNCTION FLUSH");
            client.ask("FUNCTION LOAD \"#!lua name=a\\nredis.register_function('fa', function() return 'a' end)\"");
            client.ask("FUNCTION LOAD \"#!lua name=b\\nredis.register_function('fb', function() return 'b' end)\"");
            byte[] dump = payload(client.call("FUNCTION DUMP"));
            assertTrue(restore(client, dump, "APPEND").startsWith("-ERR Library a already exists"));
            assertEquals("+OK\\r\\n", restore(client, dump, "REPLACE"));
            client.ask("FUNCTION DELETE a");
            assertTrue(restore(client, dump).startsWith("-ERR Library b already exists"));
            assertEquals("-ERR Function not found\\r\\n", client.ask("FCALL fa 0"));
            assertEquals("+OK\\r\\n", restore(client, dump, "FLUSH"));
            assertEquals("$1\\r\\na\\r\\n", client.ask("FCALL fa 0"));
            assertEquals("$1\\r\\nb\\r\\n", client.ask("FCALL fb 0"));
            dump[3] ^= 1;
            assertEquals("-ERR DUMP payload version or checksum are wrong\\r\\n", restore(client, dump, "FLUSH"));
            assertEquals("$1\\r\\nb\\r\\n", client.ask("FCALL fb 0"));
            client.ask("FUNCTION FLUSH");
        }
    }

    private static byte[] payload(byte[] bulk) {
        int begin = 0;
        while (bulk[begin] != '\n') {
            begin++;
        }
        return java.util.Arrays.copyOfRange(bulk, begin + 1, bulk.length - 2);
    }

    private static String restore(RespConnection client, byte[] payload, String... policy) {
        byte[][] words = new byte[3 + policy.length][];
        words[0] = "FUNCTION".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        words[1] = "RESTORE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        words[2] = payload;
        for (int i = 0; i < policy.length; i++) {
            words[3 + i] = policy[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return CommandLine.show(client.call(words));
    }

    @Test
    void theirNumbersAreInInfo() {
        try (RespConnection client = server.connect()) {
            client.ask("SCRIPT FLUSH");
            client.ask("FUNCTION FLUSH");
            client.ask("EVAL \"return 1\" 0");
            client.ask("SCRIPT LOAD \"return 2\"");
            client.ask("FUNCTION LOAD \"#!lua name=a\\nredis.register_function('fa', function() return 1 end)"
                    + " redis.register_function('fb', function() return 1 end)\"");
            String info = client.ask("INFO memory");
            assertTrue(info.contains("number_of_cached_scripts:2\\r\\n"), info);
            assertTrue(info.contains("number_of_functions:2\\r\\n"), info);
            assertTrue(info.contains("number_of_libraries:1\\r\\n"), info);
            client.ask("FUNCTION FLUSH");
        }
    }

    @Test
    void newerCommandShowsAScript() {
        try (RespConnection client = server.connect()) {
            client.ask("SCRIPT LOAD \"return 1\"");
            assertEquals("$8\\r\\nreturn 1\\r\\n", client.ask("SCRIPT SHOW e0e1f9fabfc9d4800c877a703b823ac0578ff8db"));
            assertTrue(client.ask("SCRIPT SHOW nosuch").startsWith("-NOSCRIPT "));
        }
    }

    @Test
    void environmentsAreAFunctionsOwn() {
        try (RespConnection client = server.connect()) {
            assertEquals(
                    "*2\\r\\n:5\\r\\n:1\\r\\n",
                    client.ask("EVAL \"local function f() return x end setfenv(f, {x = 5})"
                            + " return {f(), getfenv(1) == _G and 1 or 0}\" 0"));
        }
    }
}
