package serval.scripting.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Programs made at random do the same whether they are interpreted, translated, or handed over on their way. */
class RandomProgramTest {
    private static final int PROGRAMS = Integer.getInteger("serval.programs", 150);
    private static final long SEED = Long.getLong("serval.seed.lua", 1);

    private static String run(LuaState state, String program) {
        return Worlds.run(state, program).replaceAll("0x[0-9a-f]+", "0x");
    }

    @Test
    void everyWayOfRunningGivesTheSame() {
        int whole = 0;
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            String program = RandomProgram.of(seed);
            String expected;
            try {
                expected = run(Worlds.interpreted(), program);
            } catch (LuaFault syntax) {
                throw new AssertionError("seed " + seed + ": " + syntax.getMessage() + "\n" + program);
            }
            if (expected.contains("\"")) {
                whole++;
            }
            assertEquals(expected, run(Worlds.translated(), program), () -> program);
            assertEquals(expected, run(Worlds.world(10), program), () -> program);
        }
        assertEquals(PROGRAMS, whole);
    }
}
