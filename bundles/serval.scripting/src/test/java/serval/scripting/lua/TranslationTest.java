package serval.scripting.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;
import serval.sdk.reply.CommandError;
import serval.sdk.script.FunctionRegistrar;
import serval.sdk.script.ScriptFlag;
import serval.sdk.script.ScriptProgram;

/** Translated functions: they do what interpreted ones do, take over from them, and go with them. */
class TranslationTest {
    /** A host that ends a script at some checkpoint and has no room for it. */
    private record Strict(int[] checkpoints, boolean room) implements FunctionRegistrar {
        Strict(int checkpoints, boolean room) {
            this(new int[] {checkpoints}, room);
        }

        @Override
        public void register(String name, ScriptProgram code, Set<ScriptFlag> flags, @Nullable String description) {}

        @Override
        public void checkpoint() {
            if (--checkpoints[0] == 0) {
                throw CommandError.of("ERR killed").exception();
            }
        }

        @Override
        public boolean mayTake(long bytes) {
            return room;
        }

        @Override
        public void log(int level, String text) {}
    }

    private static void same(String script) {
        String expected = Worlds.run(Worlds.interpreted(), script);
        assertEquals(expected, Worlds.run(Worlds.translated(), script));
        assertEquals(expected, Worlds.run(Worlds.world(500), script));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local n = 0 for i = 1, 5000 do n = n + i % 7 end return n",
                "local r = {} for i = 1, 2, 0.25 do r[#r + 1] = i end return r",
                "local r = {} for i = 5, -5, -3 do r[#r + 1] = i end return r",
                "local r = {} for i = 1, 0 do r[#r + 1] = i end for i = 3, 3 do r[#r + 1] = i end return r",
                "local n = 0 for i = 1, 1e300, 1e299 do n = n + 1 end for i = 0, 1, 1e300 do n = n + 1 end return n",
                "local n = 0 for i = -1e300, 1e300, 1e299 do n = n + 1 end for i = 1, 0 / 0 do n = -1 end return n",
                "local n = 0 for i = '1', '3', '1' do n = n + i end for i = 1, 3, 0 / 0 do n = 99 end return n",
                "local r = {} for i = 1, 3 do local i = i * 2 r[#r + 1] = i i = 100 end return r",
                "for i = 1, {} do end",
                "for i = 'x', 1 do end",
                "for i = 1, 2, 'x' do end",
                "local r = {} for i = 1, 9 do for j = 1, 9 do if j > i then break end"
                        + " for k in pairs({1, 2}) do if k > 1 then break end r[#r + 1] = i * 100 + j * 10 + k end end end return r",
                "local n = 0 for a = 1, 40 do for b = 1, 40 do local c = 0 while true do c = c + 1 n = n + 1"
                        + " if c > 3 then break end end end end return n",
                "local i = 0 repeat local j = i i = i + 1 until j >= 3000 return i",
                "local nan = 0 / 0 local t = {} for i = 1, 2000 do local x = nan + i t[1] = x ~= x end"
                        + " return t[1], nan == nan, nan ~= nan, nan < 1, nan <= 1, 1 < nan, not nan, -nan ~= -nan",
                "local inf = 1 / 0 local x = inf - inf local y = x local z = y return z ~= z, tostring(inf * 0 ~= inf * 0)",
                "local t = {} t[0 / 0] = 1",
                "local t = {} t[nil] = 1",
                "local t = {[1.5] = 'a', [-1] = 'b', [2^40] = 'c', [0] = 'd'} local r = {}"
                        + " for _, k in ipairs({1.5, -1, 2^40, 0, '1.5'}) do r[#r + 1] = t[k] or 'none' end return r",
                "return {1 < 2, 2 <= 2, 3 > 4, 4 >= 4, 1 == 1, 1 ~= 1, 'a' < 'b', 'a' <= 'a', 'b' > 'a', 'x' == 'x',"
                        + " nil == false, 1 == '1', {} == {}, not (1 < 2 and 2 < 3 and 3 < 2)}",
                "local a, b, c = 3, 'x', nil return {a == 3, a ~= 3, b == 'x', b == nil, c == nil, c ~= false, a == b, b == c}",
                "local x = 5 return x < 6 and x > 4 and (x == 5 or nil) and 'yes' or 'no', x and nil, c or x, not x == nil",
                "local a = {} return a < a",
                "return 1 < 'x'",
                "return {} <= 1",
                "local function f(...) local a, b = ... return select('#', ...), a, b, ... end"
                        + " return {f()}, {f(1)}, {f(1, nil, 3)}, (f(1, 2))",
                "local function f(...) return {...}, {n = 1, ...}, {..., 1} end return f(1, 2, 3)",
                "local t = {} for i = 1, 120 do t[i] = i end return {unpack(t)}, select('#', unpack(t, 1, 90))",
                "return {(function() return 1, 2, 3 end)(), (function() return 4, 5 end)()}",
                "local function f(n) if n == 0 then return 'end', n end return f(n - 1) end return f(1000000)",
                "local f, g function f(n, x) if n == 0 then return x end return g(n - 1, x + 1) end"
                        + " function g(n, x) return f(n, x) end return f(200000, 0)",
                "local function f(n, ...) if n == 0 then return ... end return f(n - 1, n, ...) end return f(20)",
                "local t = setmetatable({}, {__call = function(self, a) return a end}) return (function() return t(7) end)()",
                "return (function() return tostring(5) end)()",
                "return (function() return nothing(5) end)()",
                "local function f() return 1 + f() end return f()",
                "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(17)",
                "local fs = {} for i = 1, 5 do local j = i fs[i] = function() j = j + i return j end end"
                        + " return fs[1](), fs[1](), fs[2](), fs[5](), fs[1]()",
                "local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end"
                        + " local up, get = counter() for i = 1, 3000 do up() end return get(), counter()()",
                "local r = {} for i = 1, 3 do local x = i while true do local f = function() x = x + 1 return x end r[#r + 1] = f"
                        + " if i < 9 then break end end x = x * 10 end return r[1](), r[2](), r[3](), r[1]()",
                "local x = 1 local function get() return x end x = 'text' local a = get() x = 2.5 local b = get() x = nil"
                        + " return a, b, get()",
                "local n = 0 for i = 1, 3000 do local ok, e = pcall(function() if i % 3 == 0 then error('no ' .. i) end n = n + 1 end)"
                        + " if not ok and i == 2997 then n = e end if not ok and i == 3000 then return n, e end end",
                "local ok, e = pcall(function()\n\n local x = nil\n return x.y\n end) return e",
                "local s = 0\nfor i = 1, 2000 do\n s = s + i\n if i == 1500 then\n  s = s + nil\n end\nend",
                "local t = {}\nfor i = 1, 2000 do\n t[i] = i\n if i == 1999 then t = t.x.y end\nend",
                "local function f(x)\n return x()\nend\nfor i = 1, 2000 do\n if i > 1990 then f(i) end\nend",
                "local t = {}\nfor i = 1, 10 do\n if i == 7 then\n  t[nil] = 1 end\nend",
                "local s = 'x'\nfor i = 1, 10 do\n s = s ..\n i ..\n (i > 8 and {} or '')\nend",
                "local t = 'x'\nreturn #t, -'3', #5",
                "return -{}",
                "local t\nt.x = 1",
                "local t = {x = {}}\nt.x.y.z = 1",
                "local s = 'abc'\nreturn s:upper(), s:nosuch()",
                "string.rep()",
                "('x'):rep({})",
                "return math.floor({})",
                "error({1, 2})",
                "error('with place', 1)",
                "error('place of caller', 2)",
                "local function f()\n error('above', 2)\nend\nfor i = 1, 2000 do\n if i == 2000 then\n  f()\n end\nend",
                "return undefined",
                "local m = setmetatable({}, {__index = function(t, k) return k .. '!' end, __newindex = function(t, k, v)"
                        + " rawset(t, k, v * 2) end}) for i = 1, 10 do m[i] = i end return m[5], m.x, m[99], rawget(m, 'y')",
                "local m = setmetatable({v = 4}, {__add = function(a, b) return 'add' end, __sub = function() return 'sub' end,"
                        + " __mul = function() return 0 / 0 end, __div = function() return nil end, __mod = function() return {} end,"
                        + " __pow = function() return 2 end, __unm = function() return 'minus' end, __len = function() return 9 end,"
                        + " __concat = function(a, b) return 'joined' end, __lt = function() return 1 end, __le = function() return false"
                        + " end, __eq = function() return true end}) local o = setmetatable({}, getmetatable(m))"
                        + " return m + 1, 1 + m, m - 2, m * 2 ~= m * 2, m / 2, type(m % 2), m ^ 2, -m, #m, m .. 'x', 'x' .. m, m < o,"
                        + " m > o, m <= o, m == o, m ~= o, m == 4",
                "local t = {1, 2, 3, nil, 5} return #t, t[4], t[5]",
                "return {f = 1, 2, [3] = 4, g = {h = {i = 5}}}",
                "local a, b, c, d = 1, 2 a, b, c = b, a, a d = {a, b, c} return d",
                "setfenv(1, {x = 5}) y = x + 1 return y",
                "local function f() return x end setfenv(f, {x = 7}) return f(), pcall(getfenv(0).loadstring, 'return 8')",
                "return loadstring('local a = ... return a + 1')(41)",
                "local r = {} for w in string.gmatch('one two three', '%a+') do r[#r + 1] = w end return r",
                "local t = {5, 2, 8, 1} table.sort(t, function(a, b) return a > b end) return t",
                "local n = 0 for k, v in pairs({a = 1, b = 2, c = 3}) do n = n + v end return n",
                "local n = 0 for i in function(s, i) if i < 2500 then return i + 1 end end, nil, 0 do n = n + i end return n",
                "for i in 5 do end",
                "local t = setmetatable({}, {__call = function(t, s, i) if i < 3 then return i + 1 end end})"
                        + " local n = 0 for i in t, nil, 0 do n = n + i end return n",
                "return 2 ^ 0.5, 2 ^ 2, 7 % 3, -7 % 3, 7 % -3, 5 % (1 / 0), 1 % 0 ~= 1 % 0, 1 / 0, '10' / '4', 10 .. 20",
                "return '5' + 1, 'x' + 1"
            })
    void doesTheSame(String script) {
        same(script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local n = 0 while n < 1e9 and not handed() do n = n + 1 end return n < 1e9",
                "local n = 0 repeat n = n + 1 until n > 1e9 or handed() return n < 1e9",
                "local sum = 0 for i = 1, 1e9 do sum = sum + i if handed() then return sum == i * (i + 1) / 2 end end",
                "for i = 1, 10 do for j = 1, 1e8 do if handed() then return i == 1 and j > 1 end end end",
                "for i = 1e9, 1, -0.5 do for j = 1, 3 do if handed() then return i < 1e9 and j <= 3 end end end",
                "for i in function(s, i) return i + 1 end, nil, 0 do if handed() then return i > 1 end end",
                "local x, i = 0, 0 local function inc() x = x + 1 end repeat i = i + 1 inc() x = x + 1 until i > 1e9 or handed()"
                        + " inc() return x == 2 * i + 1",
                "local t = {} local i = 0 repeat i = i + 1 local j = i t[i % 3] = function() j = j + 1 return j end"
                        + " until i > 1e9 or handed() return t[i % 3]() == i + 1 and t[(i - 1) % 3]() == i",
                "local function f(...) local s = 'kept' while not handed() do end return s, ... end"
                        + " local a, b, c = f(1, 2) return a == 'kept' and b == 1 and c == 2"
            })
    void takesOverInTheMiddleOfALoop(String script) {
        LuaState state = new LuaState(new MathLibrary.Random(), new HotFunctions(3_000, false));
        state.machine().globals().unseal();
        state.machine().globals().rawset(Bytes.string("handed"), new Builtin(none -> LuaValue.valueOf(isTranslated())));
        state.machine().globals().seal();
        assertEquals("true", Worlds.run(state, script));
    }

    /** Whether the Lua function that calls this is translated. */
    private static boolean isTranslated() {
        return StackWalker.getInstance(
                        Set.of(StackWalker.Option.SHOW_HIDDEN_FRAMES, StackWalker.Option.RETAIN_CLASS_REFERENCE))
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type == Interpreter.class || Translation.class.isAssignableFrom(type))
                        .findFirst()
                        .map(type -> type != Interpreter.class)
                        .orElse(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local x = 1\nwhile true do\nend",
                "for i = 1, math.huge do\n local j = i\nend",
                "local function f()\n return f()\nend\nf()",
                "repeat\n pcall(function() while true do end end)\nuntil false",
                "for k in function() return 1 end do\nend",
                "while true do\n local t = {}\nend"
            })
    void isKilledWhereTheInterpretedIs(String script) {
        LuaState interpreted = Worlds.interpreted();
        LuaState translated = Worlds.translated();
        interpreted.loading(new Strict(5, true));
        translated.loading(new Strict(5, true));
        String expected = Worlds.run(interpreted, script);
        assertTrue(expected.startsWith("ERR killed script: "), expected);
        assertEquals(expected, Worlds.run(translated, script));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local t = {}\nwhile true do\n t = {t}\nend",
                "local t = {}\nfor i = 1, 1e9 do\n t[i] = i\nend",
                "local s = 'x'\nwhile true do\n s = s .. s\nend"
            })
    void isRefusedMemoryWhereTheInterpretedIs(String script) {
        LuaState interpreted = Worlds.interpreted();
        LuaState translated = Worlds.translated();
        interpreted.loading(new Strict(Integer.MAX_VALUE, false));
        translated.loading(new Strict(Integer.MAX_VALUE, false));
        String expected = Worlds.run(interpreted, script);
        assertTrue(expected.contains("not enough memory"), expected);
        assertEquals(expected, Worlds.run(translated, script));
    }

    @Test
    void longFunctionsStayInterpreted() {
        LuaState state = Worlds.translated();
        Closure some = Worlds.compile(state, "local n = 0 " + "n = n + 1 ".repeat(100) + "return n");
        Closure large = Worlds.compile(state, "local n = 0 " + "n = (n + 1) * 2 % 1000 ".repeat(200) + "return n");
        Closure huge = Worlds.compile(state, "local n = 0 " + "n = n + 1 ".repeat(20_000) + "return n");
        assertEquals("100", Worlds.show(state.machine().run(some, LuaValue.NONE)));
        state.machine().run(large, LuaValue.NONE);
        assertEquals("20000", Worlds.show(state.machine().run(huge, LuaValue.NONE)));
        assertNotNull(some.constants.translation());
        assertNull(large.constants.translation());
        assertNull(huge.constants.translation());
    }

    @Test
    void classGoesWithItsFunction() {
        LuaState state = Worlds.translated();
        Closure function = Worlds.compile(state, "return 1");
        state.machine().run(function, LuaValue.NONE);
        state.end();
        Translation translation = function.constants.translation();
        assertNotNull(translation);
        WeakReference<Class<?>> type = new WeakReference<>(translation.getClass());
        translation = null;
        function = null;
        awaitCollected(type);
        assertEquals("2", Worlds.run(state, "return 2"));
    }

    private static void awaitCollected(WeakReference<?> reference) {
        for (int i = 0; i < 1_000 && reference.get() != null; i++) {
            System.gc();
        }
        assertNull(reference.get());
    }

    @Test
    void thereAreOnlySoManyAtATime() {
        HotFunctions hot = new HotFunctions(0, true, 10);
        LuaState state = new LuaState(new MathLibrary.Random(), hot);
        Closure[] functions = new Closure[12];
        for (int i = 0; i < functions.length; i++) {
            functions[i] = Worlds.compile(state, "return " + i);
            state.machine().run(functions[i], LuaValue.NONE);
            assertEquals(i < 10, functions[i].constants.translation() != null);
        }
        state.end();
        WeakReference<Closure> gone = new WeakReference<>(functions[0]);
        functions[0] = functions[1];
        awaitCollected(gone);
        Closure another = Worlds.compile(state, "return 'another'");
        for (int i = 0; i < 1_000 && another.constants.translation() == null; i++) {
            System.gc();
            another = Worlds.compile(state, "return 'another'");
            state.machine().run(another, LuaValue.NONE);
        }
        assertNotNull(another.constants.translation());
    }
}
